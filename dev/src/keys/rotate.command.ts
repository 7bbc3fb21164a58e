import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { complain } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { repositoryRoot } from "../repository.root.ts";
import { findRotationTargets, type RotationTarget } from "./rotation.target.ts";

/** Rotates the keys of one subgraph in a process of that subgraph, which tells how far it is. */
async function rotate(target: RotationTarget): Promise<void> {
  const program = join(repositoryRoot, "subgraphs", target.name, "dist", "src", "index.js");
  const child = spawn(process.execPath, ["--enable-source-maps", program, ...target.arguments], {
    env: { ...process.env, ...target.environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Failure(`The keys of ${target.name} were not rotated to the end: run this again to go on.`);
}

try {
  for (const target of findRotationTargets(process.argv.slice(2), process.env, repositoryRoot)) await rotate(target);
} catch (cause) {
  complain(sentenceOf(cause));
  process.exitCode = 1;
}
