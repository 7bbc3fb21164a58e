import { cwd, env, exit, stderr, stdout } from "node:process";
import { repositoryRoot } from "../repository.root.ts";
import { runImport } from "./import.run.ts";

stdout.on("error", () => exit(1));

process.exitCode = await runImport({
  argv: process.argv.slice(2),
  env,
  // npm runs scripts in the root, INIT_CWD is where the user stands.
  from: env.INIT_CWD || cwd(),
  root: repositoryRoot,
  stdout,
  stderr,
});
