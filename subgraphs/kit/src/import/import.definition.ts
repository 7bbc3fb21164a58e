import type { z } from "zod";
import type { RequestContext } from "../graphql/request.context.ts";
import type { UnitOfWork } from "../outbox/unit.of.work.ts";
import type { Rule } from "../policy/policy.ts";

/** What became of one row. */
export type RowOutcome = "accepted" | "unchanged" | RowRejection;

export interface RowRejection {
  readonly code: "VALIDATION_FAILED" | "NOT_FOUND" | "CONFLICT" | "PATIENT_ERASED" | "PATIENT_RESTRICTED";
  readonly field: readonly string[];
  readonly message: string;
}

/** A kind of row that a subgraph imports, at `POST /import/<plural>`. */
export interface ImportDefinition<Row = unknown> {
  /** The path segment, e.g. `patients`. */
  readonly plural: string;
  /** The type whose rows it writes, for the audit entry. */
  readonly entityType: string;
  readonly schema: z.ZodType<Row>;
  /** Saves valid rows in the open transaction and answers for each, in their order. */
  readonly save: (unit: UnitOfWork, rows: readonly Row[], context: RequestContext) => Promise<readonly RowOutcome[]>;
}

/** Ties the row type of `schema` to `save`. */
export function defineImport<Row>(definition: ImportDefinition<Row>): ImportDefinition {
  return definition as unknown as ImportDefinition;
}

/** Imports are for an administrator whose token was asked for with the scope `import`. */
export function importRule(definition: ImportDefinition): Rule {
  return { action: `${definition.plural}.import`, may: { ADMIN: "organization" }, scope: "import" };
}
