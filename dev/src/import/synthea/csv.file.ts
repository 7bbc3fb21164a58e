import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { Failure, isSystemError } from "../../failure.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  /** The physical line it starts on; the header is line 1. A quoted field may hold line breaks. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Longer than any record of clinic data: what exceeds it is a quote that was never closed. */
const longestRecord = 200_000;
const unclosed: readonly string[] = ["CSV_QUOTE_NOT_CLOSED", "CSV_MAX_RECORD_SIZE"];

/**
 * Reads a file record by record, the header included, and holds only the one at hand. What is not CSV in UTF-8 is a
 * Failure that names the file. Stray quotes and records of the wrong length are left to the caller to judge.
 */
export async function* readCsv(path: string, name: string): AsyncGenerator<CsvRecord> {
  const parser = parse({
    info: true,
    raw: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
  });
  // Errors of the source destroy the parser with the same error, so that the loop below meets them all.
  pipeline(readText(path), parser, () => undefined);
  let lastLine = 0;
  try {
    for await (const entry of parser as AsyncIterable<{ record: string[]; info: Info; raw: string }>) {
      const linesInside = entry.raw.replace(/^\n+|\n+$/g, "").split("\n").length - 1;
      lastLine = entry.info.lines;
      yield { line: lastLine - linesInside, fields: entry.record };
    }
  } catch (cause) {
    throw asFailure(cause, name, lastLine);
  }
}

/** Text with plain line feeds: the parser counts a carriage return inside quotes as a line of its own. */
async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let held = "";
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = held + decoder.decode(chunk, { stream: true });
    if (text.includes("\0")) throw new NotTextError();
    held = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - held.length).replaceAll("\r\n", "\n");
  }
  yield held + decoder.decode();
}

class NotTextError extends Error {}

function asFailure(cause: unknown, name: string, lastLine: number): unknown {
  if (isSystemError(cause, "ENOENT")) return new Failure(`${name} is missing.`, { cause });
  if (isSystemError(cause, "EISDIR")) return new Failure(`${name} is a folder, not a CSV file.`, { cause });
  if (isSystemError(cause, "EACCES", "EPERM")) return new Failure(`${name} cannot be read: allow it.`, { cause });
  if (cause instanceof CsvError && unclosed.includes(cause.code)) {
    return new Failure(`${name} is not CSV: the record after line ${lastLine} opens a quote that does not close.`, {
      cause,
    });
  }
  if (cause instanceof CsvError) return new Failure(`${name} is not CSV: ${cause.message}.`, { cause });
  if (cause instanceof NotTextError || isSystemError(cause, "ERR_ENCODING_INVALID_ENCODED_DATA")) {
    return new Failure(`${name} is not CSV: it is not text in UTF-8.`, { cause });
  }
  return cause;
}
