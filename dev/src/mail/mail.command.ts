import { parseArgs } from "node:util";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { layOut } from "../supervisor/data.folder.ts";
import { readSupervisorConfig } from "../supervisor/supervisor.config.ts";
import { readMails, type WrittenMail } from "./mail.folder.ts";

const usage = "Usage: npm run mail lists what was written, npm run -s mail -- <number> prints one.";
const shown = 20;

function list(mails: readonly WrittenMail[]): void {
  if (mails.length === 0) say("No mail was written yet.");
  for (const [index, { date, to, subject, file }] of mails.slice(0, shown).entries()) {
    say(`${String(index + 1).padStart(3)}  ${date.toISOString()}  ${to}  ${subject}`);
    say(`     ${file}`);
  }
  if (mails.length > shown) say(`     and ${mails.length - shown} older ones`);
}

function print(mails: readonly WrittenMail[], number: string): void {
  const mail = /^\d+$/.test(number) ? mails[Number(number) - 1] : undefined;
  if (!mail) throw new Failure(`There is no mail ${number}: npm run mail lists them. ${usage}`);
  say(`To: ${mail.to}\nSubject: ${mail.subject}\n\n${mail.text}`);
}

function readNumber(): string | undefined {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    if (positionals.length > 1) throw new Failure(usage);
    return positionals[0];
  } catch (cause) {
    throw new Failure(usage, { cause });
  }
}

try {
  const number = readNumber();
  const mails = readMails(layOut(readSupervisorConfig(process.env).dataFolder).mail);
  if (number === undefined) list(mails);
  else print(mails, number);
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
