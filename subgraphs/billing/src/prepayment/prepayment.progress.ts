import type { UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { LedgerAccount } from "../ledger/ledger.account.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import type { Movements } from "../ledger/posting.ts";
import { openPayments } from "../payment/online.payment.ts";
import { PrepaymentRow } from "./prepayment.entity.ts";
import { prepaymentFailed, prepaymentPaid } from "./prepayment.events.ts";
import { PrepaymentFailure, PrepaymentState, type PrepaymentStep, prepaymentAfter } from "./prepayment.state.ts";

/** So often a card may be declined; then the time is given to somebody else. */
const mostDeclines = 3;

/** The prepayment of a visit, locked until the transaction ends; undefined for one that is not paid in advance. */
async function lockPrepayment({ em }: UnitOfWork, which: object): Promise<PrepaymentRow | undefined> {
  return (await em.findOne(PrepaymentRow, which, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
}

/** Takes a step, if there is one from where it is. @returns whether there was */
export function takeStep(row: PrepaymentRow, step: PrepaymentStep): boolean {
  const to = prepaymentAfter(step, row.state);
  if (to === undefined) return false;
  row.state = to;
  row.updatedAt = new Date();
  return true;
}

/** Goes on with the prepayment of a visit after its invoice's money moved, which the ledger has and the transaction holds. */
export async function followMoney(
  unit: UnitOfWork,
  invoice: InvoiceRow,
  movements: Movements,
  at: Date,
): Promise<void> {
  const row = await lockPrepayment(unit, { invoiceId: invoice.id });
  if (!row) return;
  const owed = movements[LedgerAccount.PATIENT_RECEIVABLE] ?? 0;
  const owedBack = -(movements[LedgerAccount.PATIENT_REFUNDS_PAYABLE] ?? 0);
  if (owedBack > 0) takeStep(row, "oweBack");
  else takeStep(row, "giveBack");
  if (owed > 0) return;
  const wasAwaited = row.state === PrepaymentState.AWAITING;
  if (!takeStep(row, "settle")) return;
  row.paidAt = at;
  if (wasAwaited) unit.emit(() => prepaymentPaid(row));
}

/** What is paid for a visit in advance is paid by the invoice that stands in the place of one that was withdrawn. */
export async function followReplacement(unit: UnitOfWork, withdrawn: InvoiceRow, invoice: InvoiceRow): Promise<void> {
  const row = await lockPrepayment(unit, { invoiceId: withdrawn.id });
  if (row) unit.em.assign(row, { invoiceId: invoice.id, updatedAt: new Date() } as never);
}

/** Counts how often a card was declined for a visit: for the last time that is borne, it is called off, and nothing is charged any more. */
export async function countDeclines(unit: UnitOfWork, invoice: InvoiceRow, times: number): Promise<void> {
  const row = await lockPrepayment(unit, { invoiceId: invoice.id });
  if (!row || !takeStep(row, "decline")) return;
  row.declines += times;
  if (row.declines < mostDeclines) return;
  takeStep(row, "giveUp");
  row.failure = PrepaymentFailure.DECLINED;
  await closePayments(unit, invoice);
  unit.emit(() => prepaymentFailed(row, PrepaymentFailure.DECLINED));
}

/** Gives up what is open of an invoice at the gateway, which its task asks for then. */
export async function closePayments(unit: UnitOfWork, invoice: InvoiceRow): Promise<void> {
  for (const { row } of await openPayments(unit, invoice))
    unit.em.assign(row, { cancelWanted: true, dueAt: new Date() } as never);
}

/** The visit stands. */
export async function followConfirmation(unit: UnitOfWork, appointmentId: string): Promise<void> {
  const row = await lockPrepayment(unit, { appointmentId });
  if (!row || !takeStep(row, "confirm")) return;
  row.failure = null;
  if (row.invoiceId == null) return;
  // Of one that was withdrawn nothing is owed, and nothing was paid.
  const { status } = await unit.em.findOneOrFail(InvoiceRow, { id: String(row.invoiceId) });
  if (status === InvoiceStatus.VOID) return;
  // It may have been paid at the desk after it had failed, when nobody waited for that any more.
  const movements = (await movementsOf(unit.em, [String(row.invoiceId)])).get(String(row.invoiceId));
  if (movements && (movements[LedgerAccount.PATIENT_RECEIVABLE] ?? 0) === 0 && takeStep(row, "settle"))
    row.paidAt = new Date();
}
