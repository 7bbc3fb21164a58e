import type { VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { AppointmentStatus } from "../booking/booking.status.ts";
import type { Actor } from "../booking/transition.table.ts";
import { minute } from "../visit-rules/visit.rule.ts";
import { VisitTypeRulesRow } from "../visit-rules/visit-rules.entity.ts";

/** An amount in the minor units of a currency (ISO 4217). */
export const price = z.object({ amount: z.int(), currency: z.string() });

export type Price = z.output<typeof price>;

/** How long before its start a patient calls a visit off for nothing at the latest, and the fee for what is later. */
export interface Terms {
  readonly noticeMinutes: number;
  readonly fee: Price;
}

type TermsColumns = Pick<
  VisitTypeRulesRow,
  "cancellationNoticeMinutes" | "cancellationFeeAmount" | "cancellationFeeCurrency"
>;

/** What was decided about calling a kind of visit off; null: it costs nothing. */
export function cancellationTerms(decided: TermsColumns | null): Terms | null {
  const { cancellationNoticeMinutes, cancellationFeeAmount: amount, cancellationFeeCurrency: currency } = decided ?? {};
  if (cancellationNoticeMinutes == null || amount == null || currency == null) return null;
  return { noticeMinutes: cancellationNoticeMinutes, fee: { amount, currency } };
}

/** What it costs a patient to call a visit off. */
export interface CancellationCost {
  /** Until when it costs nothing; null when it never costs anything. */
  readonly freeUntil: Date | null;
  readonly late: boolean;
  readonly fee: Price | null;
}

interface CostlyVisit {
  readonly status: AppointmentStatus;
  readonly startsAt: Date;
  readonly visitType: VisitType;
  /** When it was to start as its patient moved it late. */
  readonly movedLateFrom?: Date | null | undefined;
}

/** What it costs now, by what the organization has decided about this kind of visit. */
export async function costOfCancelling(em: EntityManager, visit: CostlyVisit): Promise<CancellationCost> {
  return costNow(await findTerms(em, visit.visitType), visit);
}

/** What the organization has decided about calling this kind of visit off; null: it costs nothing. */
export async function findTerms(em: EntityManager, visitType: VisitType): Promise<Terms | null> {
  return cancellationTerms(await em.findOne(VisitTypeRulesRow, { visitType }));
}

/** What it costs now by these terms. What was never confirmed costs nothing. */
export function costNow(terms: Terms | null, visit: CostlyVisit): CancellationCost {
  return costBy(visit.status === AppointmentStatus.REQUESTED ? null : terms, firstStart(visit), new Date());
}

/**
 * From when on a visit is late that `who` moves now: a patient does not make a late visit an early one by moving it, or
 * whoever moves it first would call it off for nothing. What the clinic moves is anew as the terms have it.
 */
export async function lateFromMove(em: EntityManager, visit: CostlyVisit, who: Actor): Promise<Date | null> {
  if (who === "clinic") return null;
  const { late } = await costOfCancelling(em, visit);
  return late ? firstStart(visit) : null;
}

/** The earliest start that the notice is counted from. */
function firstStart({ startsAt, movedLateFrom }: CostlyVisit): Date {
  return movedLateFrom && movedLateFrom < startsAt ? movedLateFrom : startsAt;
}

/** What it costs at `now` by these terms; until the very moment it costs nothing. */
export function costBy(terms: Terms | null, startsAt: Date, now: Date): CancellationCost {
  if (!terms) return { freeUntil: null, late: false, fee: null };
  const freeUntil = new Date(startsAt.getTime() - terms.noticeMinutes * minute);
  const late = now > freeUntil;
  return { freeUntil, late, fee: late ? terms.fee : null };
}
