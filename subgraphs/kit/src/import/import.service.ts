import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { pathsOfNul, withoutNul } from "../command/stored.text.ts";
import { CommandRefusal } from "../command/user.error.ts";
import { erasedConstraint, erasedSentence } from "../erasure/erasure.guard.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { runCommand } from "../outbox/unit.of.work.ts";
import { retryingDeadlocks } from "../persistence/deadlock.retry.ts";
import { assertMay } from "../policy/policy.ts";
import { requireUnrestricted, restrictedSentence } from "../restriction/restricted.patients.ts";
import { describeFault } from "../telemetry/fault.ts";
import { type ImportDefinition, importRule, type RowOutcome, type RowRejection } from "./import.definition.ts";

export interface ImportReport {
  accepted: number;
  unchanged: number;
  rejected: (RowRejection & { readonly line: number })[];
}

/** Rows in one batch at most. */
export const maximumBatch = 500;

const envelope = z.looseObject({ line: z.int().min(1) });

/**
 * Imports one batch of NDJSON. Valid rows go in together; a row that is wrong is reported with its line
 * and reason, and keeps none of the others out.
 */
export async function importBatch(
  context: RequestContext,
  definition: ImportDefinition,
  body: string,
): Promise<ImportReport> {
  assertMay(context, importRule(definition));
  const report: ImportReport = { accepted: 0, unchanged: 0, rejected: [] };
  const rows = parseRows(definition, body, report);
  if (rows.length === 0) return report;

  const outcomes = await save(context, definition, rows).catch(async (error: unknown) => {
    if (!isRefusedByDatabase(error) && !(error instanceof CommandRefusal)) throw error;
    // One row broke a constraint, or is of a patient whose record is kept and not used, and took the batch with it: find out which by saving them one at a time.
    return saveOneByOne(context, definition, rows);
  });
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome === "accepted" || outcome === "unchanged") report[outcome] += 1;
    else report.rejected.push({ line: rows[index]?.line ?? 0, ...outcome });
  }
  // That a row is there already answers whether it is: a read too.
  if (report.unchanged > 0) {
    context.audit.counted({ action: importRule(definition).action, entityType: definition.entityType });
  }
  report.rejected.sort((one, other) => one.line - other.line);
  return report;
}

interface NumberedRow {
  readonly line: number;
  readonly row: unknown;
}

function parseRows(definition: ImportDefinition, body: string, report: ImportReport): NumberedRow[] {
  const rows: NumberedRow[] = [];
  const lines = body.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > maximumBatch)
    throw new BatchRefusedError(`A batch holds ${maximumBatch} rows at most; this one has ${lines.length}.`);
  for (const [index, text] of lines.entries()) {
    const parsed = envelope.safeParse(parseJson(text));
    if (!parsed.success)
      throw new BatchRefusedError(`Row ${index + 1} of the batch is not a JSON object with a \`line\` number.`);
    const { line, ...fields } = parsed.data;
    const [notStorable] = pathsOfNul(fields);
    const row = definition.schema.safeParse(fields);
    if (notStorable) report.rejected.push({ line, ...refusedNul(notStorable) });
    else if (row.success) rows.push({ line, row: row.data });
    else report.rejected.push({ line, ...rejectionOf(row.error) });
  }
  return rows;
}

/** The batch itself cannot be read: nothing was written. */
export class BatchRefusedError extends Error {
  override readonly name = "BatchRefusedError";
}

function rejectionOf(error: z.ZodError): RowRejection {
  const [first] = error.issues;
  return {
    code: "VALIDATION_FAILED",
    field: first?.path.map(String) ?? [],
    message: error.issues.map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`).join("; "),
  };
}

function refusedNul(path: readonly string[]): RowRejection {
  return { code: "VALIDATION_FAILED", field: path, message: `${path.join(".")}: ${withoutNul}` };
}

function save(
  context: RequestContext,
  definition: ImportDefinition,
  rows: readonly NumberedRow[],
): Promise<readonly RowOutcome[]> {
  const action = {
    ...{ action: importRule(definition).action, entityType: definition.entityType },
    mayConcern: (em: EntityManager, patientIds: readonly string[]) =>
      requireUnrestricted({ em, viewer: context.viewer }, patientIds, { field: [] }),
  };
  const values = rows.map(({ row }) => row);
  return retryingDeadlocks(() => runCommand(context, action, (unit) => definition.save(unit, values, context)));
}

async function saveOneByOne(
  context: RequestContext,
  definition: ImportDefinition,
  rows: readonly NumberedRow[],
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const row of rows) {
    try {
      outcomes.push(...(await save(context, definition, [row])));
    } catch (error) {
      if (error instanceof CommandRefusal) {
        // Whoever imports has to leave it out, whoever they are.
        outcomes.push({ code: "PATIENT_RESTRICTED", field: [], message: restrictedSentence });
        continue;
      }
      if (!isRefusedByDatabase(error)) throw error;
      const { constraint } = describeFault(error);
      if (constraint === erasedConstraint) {
        outcomes.push({ code: "PATIENT_ERASED", field: [], message: erasedSentence });
        continue;
      }
      outcomes.push({
        code: "CONFLICT",
        field: [],
        message: `another row stands in its way (${constraint ?? "constraint"})`,
      });
    }
  }
  return outcomes;
}

/** SQLSTATE class 23 (integrity) and 22 (data): the row is at fault, not the system. */
function isRefusedByDatabase(error: unknown): boolean {
  const code = describeFault(error).code;
  return code !== undefined && /^2[23]/.test(code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
