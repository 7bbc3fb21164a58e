import { apiScope, CommandRefusal, type Viewer } from "@careconnect/kit";
import type { Actor } from "../booking/transition.table.ts";
import type { CancellationCost, Price } from "./cancellation.cost.ts";
import { CancellationParty } from "./cancellation.party.ts";

/** What came of calling a visit off, for whoever bills it. */
export interface CancellationOutcome {
  readonly onBehalfOf: CancellationParty;
  readonly late: boolean;
  /** What is to be paid; null when nothing is. */
  readonly fee: Price | null;
  /** The user who waived a fee that was due. */
  readonly waivedBy: string | null;
}

/** How whoever calls it off wants it to be taken. */
export interface CancellationWishes {
  readonly onBehalfOf?: CancellationParty | null | undefined;
  readonly waiveFee?: boolean | null | undefined;
}

/**
 * What calling a visit off comes to when `who` does it. Unless they say otherwise, the clinic does it on its own behalf.
 * @throws CommandRefusal when a patient or a partner's application decides what is the clinic's to decide
 */
export function outcomeOfCancelling(
  cost: CancellationCost,
  who: Actor,
  wishes: CancellationWishes,
  { userId, scopes }: Pick<Viewer, "userId" | "scopes">,
): CancellationOutcome {
  const onBehalfOf = wishes.onBehalfOf ?? (who === "patient" ? CancellationParty.PATIENT : CancellationParty.CLINIC);
  if (who === "patient") requireNoneOfTheClinics({ ...wishes, onBehalfOf }, "leave it out, or call the clinic");
  // What somebody who works there let an application do is not the clinic's word.
  else if (!scopes.has(apiScope)) requireNoneOfTheClinics({ ...wishes, onBehalfOf }, "an application says PATIENT");
  const due = onBehalfOf === CancellationParty.PATIENT ? cost.fee : null;
  const waived = due !== null && wishes.waiveFee === true;
  return { onBehalfOf, late: cost.late, fee: waived ? null : due, waivedBy: waived ? userId : null };
}

/** An outcome as the visit's row keeps it: all null for none. */
export interface OutcomeColumns {
  readonly cancelledOnBehalfOf?: CancellationParty | null | undefined;
  readonly cancelledLate?: boolean | null | undefined;
  readonly cancellationFeeAmount?: number | null | undefined;
  readonly cancellationFeeCurrency?: string | null | undefined;
  readonly feeWaivedBy?: string | null | undefined;
}

export function outcomeColumns(outcome: CancellationOutcome | null) {
  return {
    cancelledOnBehalfOf: outcome?.onBehalfOf ?? null,
    cancelledLate: outcome?.late ?? null,
    cancellationFeeAmount: outcome?.fee?.amount ?? null,
    cancellationFeeCurrency: outcome?.fee?.currency ?? null,
    feeWaivedBy: outcome?.waivedBy ?? null,
  } satisfies OutcomeColumns;
}

/** What came of calling the visit off; null when nobody has. */
export function keptOutcome(row: OutcomeColumns): CancellationOutcome | null {
  const { cancelledOnBehalfOf: onBehalfOf, cancelledLate: late, feeWaivedBy: waivedBy = null } = row;
  const { cancellationFeeAmount: amount, cancellationFeeCurrency: currency } = row;
  if (onBehalfOf == null || late == null) return null;
  return { onBehalfOf, late, fee: amount == null || currency == null ? null : { amount, currency }, waivedBy };
}

function requireNoneOfTheClinics(wishes: CancellationWishes, remedy: string): void {
  if (wishes.onBehalfOf === CancellationParty.CLINIC) throw clinicOnly("onBehalfOf", remedy);
  if (wishes.waiveFee) throw clinicOnly("waiveFee", remedy);
}

function clinicOnly(field: string, remedy: string): CommandRefusal {
  return new CommandRefusal("CLINIC_ONLY", [field], `Only the clinic decides this: ${remedy}.`);
}
