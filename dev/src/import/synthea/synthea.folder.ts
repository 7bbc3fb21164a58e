import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Failure, isSystemError, sentenceOf } from "../../failure.ts";
import { type CsvFields, fieldReader } from "./csv.fields.ts";
import { readCsv } from "./csv.file.ts";

/** The files of Synthea's CSV export that are read, and the columns each must have; others are welcome and ignored. */
export const syntheaFiles = {
  "organizations.csv": ["Id", "NAME", "ADDRESS", "CITY", "STATE", "ZIP", "PHONE"],
  "providers.csv": ["Id", "ORGANIZATION", "NAME", "GENDER", "SPECIALITY", "STATE"],
  "payers.csv": ["Id", "NAME", "ADDRESS", "CITY", "STATE_HEADQUARTERED", "ZIP", "PHONE"],
  "patients.csv": [
    "Id",
    "BIRTHDATE",
    "DEATHDATE",
    "SSN",
    "DRIVERS",
    "PASSPORT",
    "FIRST",
    "LAST",
    "GENDER",
    "ADDRESS",
    "CITY",
    "STATE",
    "ZIP",
  ],
  "encounters.csv": [
    "Id",
    "START",
    "STOP",
    "PATIENT",
    "ORGANIZATION",
    "PROVIDER",
    "PAYER",
    "ENCOUNTERCLASS",
    "DESCRIPTION",
    "TOTAL_CLAIM_COST",
    "PAYER_COVERAGE",
    "REASONDESCRIPTION",
  ],
  "conditions.csv": ["START", "STOP", "PATIENT", "ENCOUNTER", "CODE", "DESCRIPTION"],
  "claims.csv": ["Id", "APPOINTMENTID"],
} as const;

export type SyntheaFile = keyof typeof syntheaFiles;
export type ColumnOf<File extends SyntheaFile> = (typeof syntheaFiles)[File][number];

/** A folder whose files are all there, are CSV, and have their columns. */
export interface SyntheaFolder {
  readonly path: string;
  /** Records below the header, by file. */
  readonly records: Readonly<Record<SyntheaFile, number>>;
}

/**
 * Reads all files through once, so that nothing is written when one of them cannot be read to its end. Throws a Failure
 * that names everything that stands in the way.
 */
export async function openSyntheaFolder(path: string): Promise<SyntheaFolder> {
  await readdir(path).catch((cause: unknown) => {
    throw folderFailure(path, cause);
  });
  const problems: string[] = [];
  const records: Partial<Record<SyntheaFile, number>> = {};
  for (const file of Object.keys(syntheaFiles) as SyntheaFile[]) {
    try {
      records[file] = await countRecords(path, file);
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      problems.push(cause.message);
    }
  }
  if (problems.length > 0) {
    throw new Failure([`Nothing was imported from ${path}:`, ...problems.map((problem) => `  ${problem}`)].join("\n"));
  }
  return { path, records: records as Record<SyntheaFile, number> };
}

/** One record below the header; `fields` throws when the record as a whole is wrong. */
export interface SyntheaRecord<File extends SyntheaFile = SyntheaFile> {
  readonly line: number;
  fields(): CsvFields<ColumnOf<File>>;
}

/** The records of a file in its order, read as they are asked for. */
export async function* readSyntheaFile<File extends SyntheaFile>(
  folder: SyntheaFolder,
  file: File,
): AsyncGenerator<SyntheaRecord<File>> {
  let read: ReturnType<typeof fieldReader<ColumnOf<File>>> | undefined;
  for await (const record of readCsv(join(folder.path, file), file)) {
    const fieldsOf = read;
    if (fieldsOf) yield { line: record.line, fields: () => fieldsOf(record) };
    else read = fieldReader<ColumnOf<File>>(record.fields);
  }
}

async function countRecords(path: string, file: SyntheaFile): Promise<number> {
  let count = -1;
  for await (const { fields } of readCsv(join(path, file), file)) {
    if (count === -1) checkHeader(file, fields);
    count += 1;
  }
  if (count === -1) throw new Failure(`${file} is empty: its first line must name the columns.`);
  return count;
}

function checkHeader(file: SyntheaFile, header: readonly string[]): void {
  const missing = syntheaFiles[file].filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  const columns = missing.length === 1 ? "column" : "columns";
  throw new Failure(`${file} has no ${columns} ${missing.join(", ")}.`);
}

function folderFailure(path: string, cause: unknown): unknown {
  if (isSystemError(cause, "ENOENT")) {
    return new Failure(`There is no folder ${path}: give the folder with Synthea's CSV files.`, { cause });
  }
  if (isSystemError(cause, "ENOTDIR")) {
    return new Failure(`${path} is not a folder: give the folder that holds Synthea's CSV files.`, { cause });
  }
  if (isSystemError(cause)) {
    return new Failure(`The folder ${path} cannot be read (${sentenceOf(cause)}): allow it.`, { cause });
  }
  return cause;
}
