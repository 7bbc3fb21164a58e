import type { DifferenceKind } from "./difference.kind.ts";

/** A difference as a comparison finds it. Amounts are in minor units of `currency`; null where none is compared. */
export interface FoundDifference {
  readonly kind: DifferenceKind;
  /** The id of what it is about: ours, or the gateway's. */
  readonly subjectId: string;
  readonly invoiceId: string | null;
  readonly expected: number | null;
  readonly found: number | null;
  readonly currency: string | null;
}

/** What bounds a comparison. */
export interface Scope {
  /** What is older is not compared with the gateway. */
  readonly since: Date;
  /** What changed later is left to the next run: it may be under way. */
  readonly until: Date;
  /** So many differences of each kind are kept. */
  readonly most: number;
}
