import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, print, visit } from "graphql";
import { Failure } from "../failure.ts";
import { repositoryRoot } from "../repository.root.ts";

/** The SDL that a subgraph's code declares, asked of the built subgraph itself. */
export async function emitSdl(name: string): Promise<string> {
  return `${print(withSortedArguments(await printedBy(name, "sdl")))}\n`;
}

/** What the built subgraph prints when it is asked to describe itself. */
export async function printedBy(name: string, command: "sdl" | "events" | "columns"): Promise<string> {
  const program = join(repositoryRoot, "subgraphs", name, "dist/src/index.js");
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, command], { timeout: 60_000 });
    return stdout;
  } catch (error) {
    throw new Failure(
      `The subgraph ${name} could not describe itself: ${(error as { stderr?: string }).stderr || String(error)}`,
    );
  }
}

/** type-graphql prints arguments in the order of its decorators' evaluation: sorted, the file differs only when the API does. */
function withSortedArguments(sdl: string) {
  return visit(parse(sdl), {
    FieldDefinition: (field) => ({
      ...field,
      arguments: [...(field.arguments ?? [])].sort((one, other) => one.name.value.localeCompare(other.name.value)),
    }),
  });
}
