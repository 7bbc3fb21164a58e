import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type CommandLine, ConfigurationError } from "./router.config.ts";

const usage = "Usage: npm run router -- --supergraph <file> --port <number> [--auth none]";

/**
 * Reads `--supergraph`, `--port` and `--auth`. A file is relative to where the caller stood:
 * npm changes the working directory and remembers the caller's in INIT_CWD.
 */
export function readCommand(args: readonly string[], variables: NodeJS.ProcessEnv): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { supergraph: { type: "string" }, port: { type: "string" }, auth: { type: "string" } },
    });
    const supergraph =
      values.supergraph === undefined ? undefined : resolve(variables.INIT_CWD ?? process.cwd(), values.supergraph);
    return { supergraph, port: values.port, auth: values.auth };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new ConfigurationError([`${reason}. ${usage}`]);
  }
}
