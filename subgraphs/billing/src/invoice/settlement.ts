import { type CommandUnit, notFound, type Reach, systemUserId, type Viewer } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { booksOf, movementsOf } from "../ledger/ledger.query.ts";
import { postOpenings } from "../ledger/opening.ts";
import { receivedOf } from "../ledger/posting.ts";
import { followMoney } from "../prepayment/prepayment.progress.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { requireOthers } from "./invoice.errors.ts";
import { invoicePaid, invoiceUpdated } from "./invoice.events.ts";
import { invoicesWithin } from "./invoice.policy.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { statusAfter } from "./invoice.transition.ts";

interface NamedInvoice {
  readonly id: string;
  /** The field of the input that names it. */
  readonly field?: string;
  /** Which invoices may be named; all of the organization unless told. */
  readonly within?: object;
}

/**
 * The invoice, locked until the command ends, so that of two that move its money the second sees what the first left.
 * @param by who does so, and never for themselves, and how far they reach
 * @throws CommandRefusal NOT_FOUND, OWN_INVOICE
 */
export async function lockInvoice(
  unit: CommandUnit,
  { viewer, reach }: { readonly viewer: Viewer; readonly reach: Reach },
  named: Omit<NamedInvoice, "within">,
): Promise<InvoiceRow> {
  const invoice = await lockBooks(unit, { ...named, within: invoicesWithin(reach) });
  unit.touch(invoice.id, invoice.patientId);
  requireOthers(invoice, viewer, named.field ?? "id");
  return invoice;
}

/** As {@link lockInvoice}, for what nobody says about themselves. @throws CommandRefusal NOT_FOUND */
export async function lockBooks(
  { em }: CommandUnit,
  { id, field = "id", within = {} }: NamedInvoice,
): Promise<InvoiceRow> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const invoice = await em.findOne(InvoiceRow, { $and: [{ id }, within] }, { lockMode });
  if (!invoice) throw notFound(field);
  // History may have been imported by a process of a version that had no ledger.
  if (
    invoice.number == null &&
    invoice.status !== InvoiceStatus.DRAFT &&
    !(await booksOf(em, [invoice.id])).has(invoice.id)
  )
    await postOpenings(em, systemUserId, [invoice]);
  return invoice;
}

/**
 * Has less owed of an invoice, or more when it is negative, after the ledger has it, and tells what came of it: that it was
 * paid only if it was, and not credited.
 */
export async function settle(
  unit: CommandUnit,
  invoice: InvoiceRow,
  {
    by,
    amount,
    at = new Date(),
  }: { readonly by: "payment" | "refund" | "credit"; readonly amount: number; readonly at?: Date },
): Promise<void> {
  const { em, emit } = unit;
  invoice.balanceAmount -= amount;
  // Of one that was withdrawn, what came late is owed back, and nothing else changes.
  if (amount !== 0) invoice.status = statusAfter(invoice.balanceAmount === 0 ? "settle" : "owe", invoice.status);
  // Its version has to tell that its payments changed.
  invoice.updatedAt = new Date();
  const isPaidNow = by === "payment" && amount > 0 && invoice.status === InvoiceStatus.PAID;
  const movements = (await movementsOf(em, [invoice.id])).get(invoice.id) ?? {};
  const received = receivedOf(movements);
  emit(() => (isPaidNow ? invoicePaid : invoiceUpdated)(invoice, received));
  await followMoney(unit, invoice, movements, at);
}
