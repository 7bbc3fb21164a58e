import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { complain, say } from "../console/console.output.ts";
import { Failure, sentenceOf } from "../failure.ts";
import { repositoryRoot } from "../repository.root.ts";
import { type Mutant, mutants } from "./mutants.ts";

const timeout = 300_000;

/** `npm run test:mutants [-- <words of a name>]`: breaks each promise in a copy of the sources and sees a test fail. */
function main(wanted: string): void {
  const chosen = mutants.filter(({ name }) => name.includes(wanted));
  if (chosen.length === 0) throw new Failure(`No mutant is called "${wanted}".`);
  const copy = copyRepository();
  const survivors: string[] = [];
  try {
    for (const mutant of chosen) {
      const killed = kill(copy, mutant);
      say(`${killed ? "  ✓ noticed " : "  ✗ SURVIVED"} ${mutant.name}`);
      if (!killed) survivors.push(mutant.name);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  say(`\n${chosen.length - survivors.length} passed, ${survivors.length} failed`);
  if (survivors.length > 0) throw new Failure(`No test noticed: ${survivors.join("; ")}.`);
}

/** A copy of the sources beside links to the installed packages; our own packages are links into the copy. */
function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), "careconnect-mutants-"));
  const skipped = new Set(["node_modules", "dist", ".git", ".data"]);
  cpSync(repositoryRoot, copy, {
    recursive: true,
    filter: (source) => !skipped.has(source.split("/").at(-1) ?? ""),
  });
  for (const folder of ["", "router", "web", "dev", ...workspacesBelow("subgraphs")]) linkModules(copy, folder);
  return copy;
}

function workspacesBelow(folder: string): string[] {
  return readdirSync(join(repositoryRoot, folder)).map((name) => join(folder, name));
}

function linkModules(copy: string, folder: string): void {
  const installed = join(repositoryRoot, folder, "node_modules");
  const target = join(copy, folder, "node_modules");
  let names: string[];
  try {
    names = readdirSync(installed);
  } catch {
    // Most workspaces have no packages of their own.
    return;
  }
  mkdirSync(target);
  for (const name of names) if (name !== "@careconnect") symlinkSync(join(installed, name), join(target, name));
  if (folder !== "") return;
  mkdirSync(join(target, "@careconnect"));
  for (const workspace of ["router", "web", "dev", ...workspacesBelow("subgraphs")]) {
    symlinkSync(join(copy, workspace), join(target, "@careconnect", workspace.split("/").at(-1) ?? ""));
  }
}

/** Whether the tests of `mutant` fail with it, as they should. */
function kill(copy: string, mutant: Mutant): boolean {
  const file = join(copy, mutant.file);
  const source = readFileSync(file, "utf8");
  if (source.split(mutant.find).length !== 2) {
    throw new Failure(
      `The mutant "${mutant.name}" no longer fits ${mutant.file}: its text must stand there exactly once.`,
    );
  }
  writeFileSync(
    file,
    source.replace(mutant.find, () => mutant.replace),
  );
  try {
    const run = spawnSync(
      process.execPath,
      [join(repositoryRoot, "node_modules/vitest/vitest.mjs"), "run", ...mutant.tests],
      {
        cwd: copy,
        encoding: "utf8",
        timeout,
      },
    );
    // A run without any failed test (a file that was not found, a crash at start) is no proof.
    return run.status !== 0 && /Tests .*\d+ failed/.test(stripVTControlCharacters(run.stdout));
  } finally {
    writeFileSync(file, source);
  }
}

try {
  main(process.argv.slice(2).join(" "));
} catch (error) {
  complain(sentenceOf(error));
  process.exitCode = 1;
}
