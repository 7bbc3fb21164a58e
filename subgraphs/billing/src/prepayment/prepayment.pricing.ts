import { systemUserId, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { isUnderWay } from "../gateway/gateway.schedule.ts";
import { withdraw } from "../invoice/invoice.commands.ts";
import { priceAgain } from "../invoice/invoice.draft.ts";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { draftInPlaceOf } from "../invoice/invoice.replacement.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { lockBooks } from "../invoice/settlement.ts";
import { openPayments } from "../payment/online.payment.ts";
import { chargeInAdvance } from "./prepayment.begin.ts";
import { PrepaymentRow } from "./prepayment.entity.ts";
import { closePayments } from "./prepayment.progress.ts";
import { PrepaymentState } from "./prepayment.state.ts";

const reason = "What decides its price was told after it was issued";

/**
 * Makes the invoices anew that `where` is about of visits that are to be paid in advance, where they cost otherwise by what was told
 * since, and nobody has paid anything of them or is about to.
 */
export async function priceAwaitedAnew(unit: UnitOfWork, where: object): Promise<void> {
  const { em } = unit;
  const priced = { autoPriced: true, status: InvoiceStatus.ISSUED };
  const invoices = await em.find(InvoiceRow, { $and: [where, priced] }, { fields: ["id"], orderBy: { id: "asc" } });
  const awaited = { invoiceId: { $in: invoices.map(({ id }) => id) }, state: PrepaymentState.AWAITING };
  for (const { id, invoiceId } of await em.find(PrepaymentRow, awaited, { orderBy: { invoiceId: "asc" } })) {
    // Whoever moves an invoice's money holds the invoice first.
    const invoice = await lockBooks(unit, { id: String(invoiceId) });
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const row = await em.findOneOrFail(PrepaymentRow, { id }, { lockMode, refresh: true });
    const isStill = row.state === PrepaymentState.AWAITING && row.invoiceId === invoice.id;
    if (isStill && invoice.status === InvoiceStatus.ISSUED && invoice.balanceAmount === invoice.totalAmount)
      await makeAnew(unit, row, invoice);
  }
}

async function makeAnew(unit: UnitOfWork, row: PrepaymentRow, invoice: InvoiceRow): Promise<void> {
  if ((await openPayments(unit, invoice)).some((open) => isUnderWay(open.row))) return;
  const priced = await priceAgain(unit.em, invoice);
  if (!priced) return;
  await closePayments(unit, invoice);
  await withdraw(unit, invoice, { reason, actorId: systemUserId });
  // Of a visit one invoice stands at a time.
  await unit.em.flush();
  const next = await draftInPlaceOf(unit, invoice, { ...priced, autoPriced: true });
  await unit.em.flush();
  await chargeInAdvance(unit, row, next, invoice.dueAt ?? new Date());
}
