import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import type { TokenSource } from "../import/access.token.ts";
import { repositoryRoot } from "../repository.root.ts";
import { findRebuildTarget } from "./rebuild.target.ts";

const program = join(repositoryRoot, "subgraphs", "reports", "dist", "src", "rebuild", "rebuild.command.js");
/** A token is good for five minutes. */
const renewalMs = 120_000;

/** Rebuilds one organization's read model in a process of the reports subgraph. @returns how many events were read */
async function rebuild(environment: Readonly<Record<string, string>>, tokens: TokenSource): Promise<number> {
  const token = await tokens.current();
  const child = spawn(process.execPath, ["--enable-source-maps", program], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  // It may be gone already; what it says of that is what counts.
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${token}\n`);
  const renewal = setInterval(() => {
    tokens.current().then(
      (next) => child.stdin.write(`${next}\n`),
      (cause: unknown) => complain(sentenceOf(cause)),
    );
  }, renewalMs);
  const [code] = await once(child, "close");
  clearInterval(renewal);
  if (code !== 0) throw new Failure(complaint.trim() || "The rebuild ended without saying why.");
  return Number(output);
}

try {
  const { organizations, environment } = await findRebuildTarget(process.env, repositoryRoot);
  for (const [name, tokens] of organizations) {
    const since = performance.now();
    const events = await rebuild(environment, tokens);
    say(
      `Rebuilt the reports of ${name} from ${events} events in ${((performance.now() - since) / 1_000).toFixed(1)} s.`,
    );
  }
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
