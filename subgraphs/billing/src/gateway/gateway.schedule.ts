import type { PaymentIntentRow } from "./payment-intent.entity.ts";

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** Whoever began to ask the gateway has an answer by then, or has died. */
export const soon = () => new Date(Date.now() + 20 * second);

/** Whoever pays is there to see it; after that it is not charged any more, but given up. */
export const confirmPatience = 15 * minute;

/** What nobody has paid by then is given up. */
const longestOpen = 24 * hour;

const underWay = new Set(["processing", "requires_action", "requires_capture"]);

/** Whether it may be paid at any moment, so that nobody else may pay the same. */
export function isUnderWay({ confirmWith, status }: PaymentIntentRow): boolean {
  return confirmWith != null || (status != null && underWay.has(status));
}

/** Whether nobody waits for it any more. */
export function isGivenUp(row: PaymentIntentRow): boolean {
  if (row.cancelWanted || row.createdAt.getTime() < Date.now() - longestOpen) return true;
  return row.confirmWith != null && row.confirmBefore != null && row.confirmBefore < new Date();
}

/** When the gateway is asked again what came of it, in case that its webhook does not reach us. */
export function nextLook(row: PaymentIntentRow): Date {
  const age = Date.now() - row.createdAt.getTime();
  const pause = isUnderWay(row) ? 10 * second : age < 20 * minute ? 15 * second : 5 * minute;
  return new Date(Date.now() + pause);
}
