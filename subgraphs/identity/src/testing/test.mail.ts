import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface TestMailbox {
  /** What `CARECONNECT_DATA` has to be for the mail to come here. */
  readonly dataFolder: string;
  /** The newest mail to an address, once one has come that was not read yet. */
  next(to: string): Promise<string>;
  /** How many mails came to an address. */
  count(to: string): number;
  close(): void;
}

const patience = 5_000;

/** The demo's mail folder, read as its owner reads it. */
export function openTestMailbox(): TestMailbox {
  const dataFolder = mkdtempSync(join(tmpdir(), "careconnect-mail-"));
  const folder = join(dataFolder, "mail");
  const read = new Set<string>();
  const mailsTo = (to: string): [string, string][] => {
    let files: string[] = [];
    try {
      files = readdirSync(folder).filter((file) => file.endsWith(".eml"));
    } catch {
      // Nothing was sent yet.
    }
    return files
      .sort()
      .reverse()
      .map((file): [string, string] => [file, readFileSync(join(folder, file), "utf8")])
      .filter(([, text]) => text.includes(`\nTo: ${to}\n`) || text.startsWith(`To: ${to}\n`));
  };
  return {
    dataFolder,
    async next(to) {
      for (const since = Date.now(); Date.now() - since < patience; await delay(50)) {
        const unread = mailsTo(to).find(([file]) => !read.has(file));
        if (!unread) continue;
        read.add(unread[0]);
        return decoded(unread[1]);
      }
      throw new Error(`No mail came to ${to}.`);
    },
    count: (to) => mailsTo(to).length,
    close: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

/** The link in a mail. */
export function linkIn(mail: string): string {
  const link = /https?:\/\/\S+token=[\w-]{43}/.exec(mail)?.[0];
  if (link === undefined) throw new Error(`There is no link in: ${mail}`);
  return link;
}

/** Quoted-printable, as plain text. */
function decoded(mail: string): string {
  return mail.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
}
