import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, print, visit } from "graphql";
import { Failure } from "../failure.ts";
import { repositoryRoot } from "../repository.root.ts";

/** The SDL that a subgraph's code declares, asked of the built subgraph itself. */
export async function emitSdl(name: string): Promise<string> {
  return `${print(withSortedArguments(await printedBy(`subgraphs/${name}`, "sdl")))}\n`;
}

/** What the built service of a workspace, e.g. `subgraphs/patient`, prints when it is asked to describe itself. */
export async function printedBy(
  workspace: string,
  command: "sdl" | "events" | "errors" | "columns" | "limits" | "subjects",
): Promise<string> {
  const program = join(repositoryRoot, workspace, "dist/src/index.js");
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, command], { timeout: 180_000 });
    return stdout;
  } catch (error) {
    throw new Failure(
      `${workspace} could not describe itself: ${(error as { stderr?: string }).stderr || String(error)}`,
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
