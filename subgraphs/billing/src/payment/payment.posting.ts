import type { CommandUnit } from "@careconnect/kit";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { accountsOf } from "../invoice/invoice.party.ts";
import { settle } from "../invoice/settlement.ts";
import { movementsOf, post } from "../ledger/ledger.query.ts";
import type { PostingSource } from "../ledger/posting.ts";
import type { PaymentRow } from "./payment.entity.ts";
import { accountOfMethod } from "./payment.method.ts";

interface Movement {
  readonly source: PostingSource;
  readonly payment: PaymentRow;
  readonly amount: number;
  readonly occurredAt: Date;
  readonly actorId: string;
}

/**
 * Has the ledger receive money for an invoice that the transaction holds: as far as its party owes it; anything beyond that is owed
 * back to them. @returns what is owed back
 */
export async function postReceipt(unit: CommandUnit, invoice: InvoiceRow, movement: Movement): Promise<number> {
  const { source, payment, amount, occurredAt } = movement;
  const { receivable, refundsPayable } = accountsOf[payment.party];
  const owed = (await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[receivable] ?? 0;
  const applied = Math.min(Math.max(owed, 0), amount);
  await post(unit.em, movement.actorId, [
    {
      ...{ source, invoiceId: invoice.id, currency: invoice.currency, occurredAt },
      movements: {
        ...{ [accountOfMethod[payment.method]]: amount, [receivable]: -applied },
        [refundsPayable]: applied - amount,
      },
    },
  ]);
  await settle(unit, invoice, { by: "payment", amount: applied, at: occurredAt });
  return amount - applied;
}

/** Has the ledger give money back: what is owed back first; anything beyond that is owed anew. */
export async function postRefund(unit: CommandUnit, invoice: InvoiceRow, movement: Movement): Promise<void> {
  const { source, payment, amount, occurredAt } = movement;
  const { receivable, refundsPayable } = accountsOf[payment.party];
  const owedBack = -((await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[refundsPayable] ?? 0);
  const credited = Math.min(owedBack, amount);
  await post(unit.em, movement.actorId, [
    {
      ...{ source, invoiceId: invoice.id, currency: invoice.currency, occurredAt },
      movements: {
        ...{ [accountOfMethod[payment.method]]: -amount, [refundsPayable]: credited },
        [receivable]: amount - credited,
      },
    },
  ]);
  await settle(unit, invoice, { by: "refund", amount: credited - amount });
}
