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

function requireNoneOfTheClinics(wishes: CancellationWishes, remedy: string): void {
  if (wishes.onBehalfOf === CancellationParty.CLINIC) throw clinicOnly("onBehalfOf", remedy);
  if (wishes.waiveFee) throw clinicOnly("waiveFee", remedy);
}

function clinicOnly(field: string, remedy: string): CommandRefusal {
  return new CommandRefusal("CLINIC_ONLY", [field], `Only the clinic decides this: ${remedy}.`);
}
