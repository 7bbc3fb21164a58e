import { systemUserId, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { CreditNoteRow } from "../credit/credit.entity.ts";
import { creditedOf, writeCredit } from "../credit/credit.writing.ts";
import { beginRefund } from "../gateway/refund.progress.ts";
import { withdraw } from "../invoice/invoice.commands.ts";
import { type BilledVisit, draftFee } from "../invoice/invoice.draft.ts";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { lockBooks } from "../invoice/settlement.ts";
import { LedgerAccount } from "../ledger/ledger.account.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import type { Amount } from "../money/minor.units.ts";
import { PaymentRow } from "../payment/payment.entity.ts";
import { PaymentMethod } from "../payment/payment.method.ts";
import { PaymentState } from "../payment/payment.state.ts";
import { PrepaymentRow } from "./prepayment.entity.ts";
import { closePayments, takeStep } from "./prepayment.progress.ts";

const reason = "The visit was called off";

/**
 * Takes back what a visit that was called off was charged: nothing is owed for it any more, and what was paid beyond the fee is owed
 * back, over the gateway as far as it came over it. @returns whether it was paid in advance at all
 */
export async function reversePrepayment(unit: UnitOfWork, visit: BilledVisit, fee: Amount | null): Promise<boolean> {
  const known = await unit.em.findOne(PrepaymentRow, { appointmentId: visit.appointmentId });
  if (!known) return false;
  // Whoever moves an invoice's money holds the invoice first.
  const invoice = known.invoiceId == null ? null : await lockBooks(unit, { id: String(known.invoiceId) });
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const row = await unit.em.findOneOrFail(PrepaymentRow, { id: known.id }, { lockMode, refresh: true });
  // Its invoice was made anew while that one was waited for: what stands now is taken back.
  if ((row.invoiceId ?? null) !== (invoice?.id ?? null)) return reversePrepayment(unit, visit, fee);
  unit.touch(row.id, row.patientId);
  if (!invoice) {
    takeStep(row, "callOff");
    return true;
  }
  await closePayments(unit, invoice);
  const kept = fee?.currency === invoice.currency ? Math.min(fee.amount, await mostKept(unit, invoice)) : 0;
  await takeBack(unit, invoice, kept);
  const owedBack = await owedBackOf(unit, invoice);
  takeStep(row, owedBack > 0 ? "callOffPaid" : "callOff");
  await giveBack(unit, invoice, owedBack);
  const rest = fee && { ...fee, amount: fee.amount - kept };
  if (rest && rest.amount > 0) await draftFee(unit, visit, rest);
  return true;
}

/** What of a fee can be kept: of the patient's share, as far as it stands and the patient has paid it. */
async function mostKept({ em }: UnitOfWork, invoice: InvoiceRow): Promise<number> {
  const { id, patientShareAmount } = invoice;
  const party = InvoiceParty.PATIENT;
  const payments = await em.find(PaymentRow, { invoiceId: id, party, state: PaymentState.SUCCEEDED });
  const received = payments.reduce(
    (sum, { amount, refundedAmount, refundingAmount }) => sum + amount - refundedAmount - refundingAmount,
    0,
  );
  return Math.min(received, patientShareAmount - creditedOf(await em.find(CreditNoteRow, { invoiceId: id }), party));
}

/** Nothing is owed any more; of what was paid, nothing but `kept` is the clinic's. */
async function takeBack(unit: UnitOfWork, invoice: InvoiceRow, kept: number): Promise<void> {
  // Somebody was faster.
  if (invoice.status === InvoiceStatus.VOID) return;
  if (invoice.balanceAmount === invoice.totalAmount) {
    await withdraw(unit, invoice, { reason, actorId: systemUserId });
    return;
  }
  for (const [party, share] of [
    [InvoiceParty.PATIENT, invoice.patientShareAmount - kept],
    [InvoiceParty.PAYER, invoice.payerShareAmount],
  ] as const) {
    const amount = share - creditedOf(await unit.em.find(CreditNoteRow, { invoiceId: invoice.id }), party);
    if (amount > 0) await writeCredit(unit, invoice, { party, amount, reason, actorId: systemUserId });
  }
}

async function owedBackOf({ em }: UnitOfWork, { id }: InvoiceRow): Promise<number> {
  return -((await movementsOf(em, [id])).get(id)?.[LedgerAccount.PATIENT_REFUNDS_PAYABLE] ?? 0);
}

/** What was received at the desk is given back there: it stays owed until somebody writes that down. */
async function giveBack(unit: UnitOfWork, invoice: InvoiceRow, owedBack: number): Promise<void> {
  const payments = await unit.em.find(
    PaymentRow,
    { invoiceId: invoice.id, method: PaymentMethod.CARD_ONLINE, state: PaymentState.SUCCEEDED },
    { orderBy: { receivedAt: "desc", id: "desc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  let left = owedBack - payments.reduce((sum, { refundingAmount }) => sum + refundingAmount, 0);
  for (const payment of payments) {
    const amount = Math.min(left, payment.amount - payment.refundedAmount - payment.refundingAmount);
    if (amount <= 0) continue;
    const refund = beginRefund(unit, payment, { amount, reason: null, actorId: systemUserId });
    refund.dueAt = new Date();
    left -= amount;
  }
}
