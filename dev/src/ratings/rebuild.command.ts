import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { databaseOf } from "../keys/rotation.target.ts";
import { repositoryRoot } from "../repository.root.ts";

const program = join(repositoryRoot, "subgraphs", "provider", "dist", "src", "rating", "rebuild.command.js");

/** Makes the averages of ratings anew in a process of the provider subgraph. @returns how many ratings were counted */
async function rebuild(): Promise<number> {
  const database = databaseOf(
    "provider",
    process.env,
    resolve(repositoryRoot, process.env.CARECONNECT_DATA || ".data"),
  );
  const child = spawn(process.execPath, ["--enable-source-maps", program], {
    env: { ...process.env, ...database },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Failure("The averages are what they were.");
  return Number(output);
}

try {
  say(`Made the averages of all providers anew from ${await rebuild()} ratings.`);
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
