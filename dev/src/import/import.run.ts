import { Failure, sentenceOf } from "../failure.ts";
import { readArguments } from "./import.arguments.ts";
import { createReport } from "./import.report.ts";
import { findTarget } from "./import.target.ts";
import { consoleOutput } from "./report.console.ts";
import { TemporaryFailure } from "./retry.ts";
import { openSyntheaFolder } from "./synthea/synthea.folder.ts";
import { importSynthea } from "./synthea/synthea.import.ts";

export interface ImportRun {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Folder that relative arguments start from. */
  readonly from: string;
  /** Folder that a relative CARECONNECT_DATA starts from. */
  readonly root: string;
  readonly stdout: NodeJS.WritableStream & { isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/** Runs one import. Returns the exit code: 0 all rows are in, 2 some were rejected, 1 it could not be done. */
export async function runImport({ argv, env, from, root, stdout, stderr }: ImportRun): Promise<number> {
  const output = consoleOutput(stdout);
  const report = createReport(output);
  const printTable = () => {
    if (report.counts.length > 0) for (const line of ["", ...report.table()]) output.line(line);
  };
  try {
    const { folder: path, as, ...options } = readArguments(argv, from);
    const folder = await openSyntheaFolder(path);
    const target = findTarget({ env, as, root });
    // Who may not sign in learns it before anything else happens.
    await target.tokens.current();
    await importSynthea({ folder, target, options, observer: report.observer });
    printTable();
    return report.complete() ? 0 : 2;
  } catch (cause) {
    printTable();
    stderr.write(`${explain(cause)}\n`);
    return 1;
  }
}

function explain(cause: unknown): string {
  if (cause instanceof TemporaryFailure) {
    return `${cause.message} after several attempts: check that CareConnect is running (npm start), then run the same import again.`;
  }
  if (cause instanceof Failure) return sentenceOf(cause);
  return `The import stopped because of an unexpected fault:\n${cause instanceof Error ? cause.stack : String(cause)}`;
}
