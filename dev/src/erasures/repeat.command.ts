import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { databaseOf } from "../keys/rotation.target.ts";
import { repositoryRoot } from "../repository.root.ts";
import { subgraphNames, variablesOf } from "../supervisor/subgraph.names.ts";
import { erasedIn } from "./erased.records.ts";

const program = join(repositoryRoot, "subgraphs", "patient", "dist", "src", "erasure", "repeat.command.js");

interface Repeated {
  readonly erasures: number;
  readonly restrictions: number;
}

/**
 * Has every erasure that anybody knows of ordered anew, and every restriction told, in a process of the patient subgraph, which
 * is given `options`. @returns how many there are
 */
async function repeat(options: readonly string[]): Promise<Repeated> {
  const dataFolder = resolve(repositoryRoot, process.env.CARECONNECT_DATA || ".data");
  const environments = new Map(subgraphNames.map((name) => [name, databaseOf(name, process.env, dataFolder)]));
  const urls = [...environments].map(([name, env]) => [name, String(env[variablesOf(name).app])] as const);
  const records = await erasedIn(new Map(urls));
  const child = spawn(process.execPath, ["--enable-source-maps", program, ...options], {
    env: { ...process.env, ...environments.get("patient") },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(records));
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Failure("What was not ordered anew is as it was.");
  return JSON.parse(output) as Repeated;
}

try {
  const { erasures, restrictions } = await repeat(process.argv.slice(2));
  say(
    `Ordered ${erasures} erasures anew and told of ${restrictions} restrictions: every part of the system carries them out, and finds nothing to do where it has.`,
  );
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
