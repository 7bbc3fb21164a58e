import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { repositoryRoot } from "../repository.root.ts";
import { type DeadLetterTarget, findDeadLetterTargets } from "./dead-letters.target.ts";

/** Asks a subgraph in a process of its own. @returns what it says */
async function run(target: DeadLetterTarget): Promise<string> {
  const program = join(repositoryRoot, "subgraphs", target.name, "dist", "src", "index.js");
  const child = spawn(process.execPath, ["--enable-source-maps", program, ...target.arguments], {
    env: { ...process.env, ...target.environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  // It has said why.
  if (code !== 0) throw new Failure("");
  return said.trimEnd();
}

async function isConfirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Discard ${count} ${count === 1 ? "event, which then never has its" : "events, which then never have their"} effect there? (yes/no) `,
  );
  terminal.close();
  return answer.trim() === "yes";
}

try {
  const given = process.argv.slice(2);
  const isAsked = given[0] === "discard" && given.length > 2 && !given.includes("--yes");
  const targets = findDeadLetterTargets(given, process.env, repositoryRoot);
  const confirmed = isAsked && (await isConfirmed(given.length - 2));
  const said = await Promise.all(
    targets.map((target) => run(confirmed ? { ...target, arguments: [...target.arguments, "--yes"] } : target)),
  );
  const lines = said.filter((text) => text !== "");
  say(lines.length > 0 ? lines.join("\n") : "No event has failed for good.");
} catch (cause) {
  const sentence = sentenceOf(cause);
  if (sentence) complain(sentence);
  process.exitCode = 1;
}
