import { type ImportTarget, sendRows } from "../batch.sender.ts";
import type { CanonicalRows, RowKind } from "../canonical.rows.ts";
import type { ImportObserver, RejectedLine } from "../import.report.ts";
import { appointmentMapping } from "./appointments.ts";
import { readClaims } from "./claims.ts";
import { conditionMapping } from "./conditions.ts";
import { invoiceMapping } from "./invoices.ts";
import { locationMapping } from "./locations.ts";
import { patientMapping } from "./patients.ts";
import { payerMapping } from "./payers.ts";
import { providerMapping } from "./providers.ts";
import type { MappingContext, MappingOptions, RowMapping } from "./row.mapping.ts";
import { RejectedRow } from "./row.rejection.ts";
import { readSyntheaFile, type SyntheaFolder, type SyntheaRecord } from "./synthea.folder.ts";

/** A row may name only rows that stand before it here. */
const order: readonly RowMapping[] = [
  locationMapping,
  providerMapping,
  payerMapping,
  patientMapping,
  appointmentMapping,
  conditionMapping,
  invoiceMapping,
];

/** Records in one request. */
const batchSize = 200;

export interface SyntheaImport {
  readonly folder: SyntheaFolder;
  readonly target: ImportTarget;
  readonly options: MappingOptions;
  readonly observer: ImportObserver;
}

/** Imports a checked folder, kind after kind. Ids are all that is held of what was read. */
export async function importSynthea({ folder, target, options, observer }: SyntheaImport): Promise<void> {
  const imported: Record<RowKind, Set<string>> = {
    locations: new Set(),
    providers: new Set(),
    payers: new Set(),
    patients: new Set(),
    appointments: new Set(),
    conditions: new Set(),
    invoices: new Set(),
  };
  let claims = new Map<string, readonly string[]>();
  for (const mapping of order) {
    const { kind, file } = mapping;
    observer.started(kind, file, folder.records[file]);
    if (kind === "invoices") {
      claims = await readClaims(folder, imported.appointments, (line, rejection) =>
        observer.claimRejected(rejectedLine("claims.csv", line, rejection)),
      );
    }
    const seen = new Set<string>();
    for await (const records of inBatches(readSyntheaFile(folder, file))) {
      const rows: CanonicalRows[RowKind][] = [];
      for (const record of records) {
        const context: MappingContext = {
          ...options,
          imported,
          claimsOf: (encounter) => claims.get(encounter) ?? [],
          note: (column, message) => observer.noted({ file, line: record.line, field: column, message }),
        };
        try {
          rows.push(mapOnce(mapping, record, context, seen));
        } catch (cause) {
          if (!(cause instanceof RejectedRow)) throw cause;
          observer.rejected(kind, rejectedLine(file, record.line, cause));
        }
      }
      const answer = await sendRows(target, kind, rows);
      const refused = new Set(answer.rejected.map(({ line }) => line));
      for (const { line, externalId } of rows) if (!refused.has(line)) imported[kind].add(externalId);
      for (const { line, code, field, message } of answer.rejected) {
        observer.rejected(kind, { file, line, code, field: field.join("."), message });
      }
      observer.advanced(kind, { records: records.length, accepted: answer.accepted, unchanged: answer.unchanged });
    }
    observer.finished(kind);
  }
}

function mapOnce(
  mapping: RowMapping,
  record: SyntheaRecord,
  context: MappingContext,
  seen: Set<string>,
): CanonicalRows[RowKind] {
  const row = mapping.map(record.fields(), context);
  if (seen.has(row.externalId)) {
    throw new RejectedRow("CONFLICT", mapping.identity ?? "Id", "an earlier row has the same");
  }
  seen.add(row.externalId);
  return row;
}

function rejectedLine(file: string, line: number, { code, column, reason }: RejectedRow): RejectedLine {
  return { file, line, code, field: column, message: reason };
}

async function* inBatches<T>(source: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of source) {
    batch.push(item);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
