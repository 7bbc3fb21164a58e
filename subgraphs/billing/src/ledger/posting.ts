import { LedgerAccount } from "./ledger.account.ts";

/** What a transaction is about and what happened to it: by this it is written once, however often it is asked for. */
export interface PostingSource {
  readonly type: "Invoice" | "CreditNote" | "Payment" | "Refund";
  readonly id: string;
  readonly kind: string;
}

/** What an account is debited with, or credited when it is negative. */
export type Movements = Readonly<Partial<Record<LedgerAccount, number>>>;

/** A transaction that is to be written. */
export interface Posting {
  readonly source: PostingSource;
  readonly invoiceId: string;
  readonly currency: string;
  readonly occurredAt: Date;
  readonly movements: Movements;
}

/** The accounts that are moved at all. @throws when the movements do not add up to zero */
export function movedAccounts(movements: Movements): [LedgerAccount, number][] {
  const moved = (Object.entries(movements) as [LedgerAccount, number][]).filter(([, amount]) => amount !== 0);
  const total = moved.reduce((sum, [, amount]) => sum + amount, 0);
  if (total !== 0 || moved.some(([, amount]) => !Number.isSafeInteger(amount)))
    throw new Error("The movements of a ledger transaction add up to zero, in whole minor units.");
  return moved;
}

/** The same, the other way round. */
export function reversed(movements: Movements): Movements {
  return Object.fromEntries(Object.entries(movements).map(([account, amount]) => [account, -amount]));
}

const moneyCameIn: readonly LedgerAccount[] = [
  LedgerAccount.CASH,
  LedgerAccount.BANK,
  LedgerAccount.CARD_CLEARING,
  LedgerAccount.GATEWAY_CLEARING,
  LedgerAccount.SETTLED_BEFORE_IMPORT,
];

/** What was received, less what was given back. What was credited was not received. */
export function receivedOf(movements: Movements = {}): number {
  return moneyCameIn.reduce((sum, account) => sum + (movements[account] ?? 0), 0);
}
