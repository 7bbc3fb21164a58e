import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { repositoryRoot } from "../repository.root.ts";

export interface Builder {
  name: string;
  command: string;
  args: string[];
  cwd: string;
}

/** Compiler and bundler, each building again whenever a source changes. */
export function builders(): Builder[] {
  return [
    {
      name: "tsc",
      command: process.execPath,
      args: [binary("typescript", "tsc"), "-b", "--watch", "--preserveWatchOutput"],
      cwd: repositoryRoot,
    },
    {
      name: "vite",
      command: process.execPath,
      args: [binary("vite", "vite"), "build", "--watch"],
      cwd: join(repositoryRoot, "web"),
    },
  ];
}

function binary(packageName: string, name: string): string {
  const require = createRequire(join(repositoryRoot, "web", "package.json"));
  const manifestFile = require.resolve(`${packageName}/package.json`);
  const manifest: { bin: Record<string, string> } = require(manifestFile);
  return join(dirname(manifestFile), manifest.bin[name] ?? "");
}

/** Runs a builder until the signal ends it, passing on what it says. */
export function runBuilder(
  { name, command, args, cwd }: Builder,
  tell: (line: string) => void,
  signal: AbortSignal,
): void {
  const child: ChildProcess = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => line.trim() && tell(`${name}: ${line}`));
  }
  child.on("error", (cause) => tell(`${name} could not start: ${cause.message}`));
  child.on("exit", (code) => {
    if (!signal.aborted) tell(`${name} ended (exit code ${code}): run npm run dev again to build changes`);
  });
  signal.addEventListener("abort", () => child.kill("SIGTERM"));
}
