import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure, sentenceOf } from "../failure.ts";

export interface ImportArguments {
  /** Absolute path of the folder with the CSV files. */
  readonly folder: string;
  /** E-mail address of the demo account to import as. */
  readonly as?: string;
  readonly stripDigits: boolean;
  readonly timeZone?: string;
}

const usage =
  "Usage: npm run import -- <folder with Synthea's CSV files> [--as <email>] [--strip-digits] [--time-zone <IANA zone>]";

/** Reads the command line; relative paths start at `from`. */
export function readArguments(argv: readonly string[], from: string): ImportArguments {
  const { values, positionals } = parse(argv);
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Failure(usage);
  const timeZone = values["time-zone"];
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new Failure(`--time-zone ${timeZone} is not an IANA time zone: name one such as America/Chicago.`);
  }
  return {
    folder: resolve(from, folder),
    stripDigits: values["strip-digits"],
    ...(values.as !== undefined && { as: values.as }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        as: { type: "string" },
        "strip-digits": { type: "boolean", default: false },
        "time-zone": { type: "string" },
      },
    });
  } catch (cause) {
    throw new Failure(`${sentenceOf(cause)}\n${usage}`, { cause });
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
