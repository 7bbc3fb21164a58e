/** Why a row stays out. */
export interface RowRejection {
  readonly code: "VALIDATION_FAILED" | "NOT_FOUND" | "CONFLICT";
  /** The column at fault. */
  readonly column: string;
  readonly reason: string;
}

/** Thrown while a record is turned into a row; the importer reports it with the record's line and goes on. */
export class RejectedRow extends Error implements RowRejection {
  override name = "RejectedRow";
  readonly code: RowRejection["code"];
  readonly column: string;
  readonly reason: string;

  constructor(code: RowRejection["code"], column: string, reason: string) {
    super(`${column}: ${reason}`);
    this.code = code;
    this.column = column;
    this.reason = reason;
  }
}

/** A value that cannot be what its column says. */
export function invalid(column: string, reason: string): RejectedRow {
  return new RejectedRow("VALIDATION_FAILED", column, reason);
}
