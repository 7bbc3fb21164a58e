import type { InvoiceParty, InvoiceWholeFragment } from "../../graphql/graphql.ts";

type Invoice = Pick<
  InvoiceWholeFragment,
  "patientShare" | "payerShare" | "balance" | "creditNotes" | "payments" | "lines" | "total" | "status" | "number"
>;

const sum = (parts: readonly { readonly amount: number }[]) => parts.reduce((all, { amount }) => all + amount, 0);
const amountsOf = (
  parts: readonly { readonly party: InvoiceParty; readonly amount: { amount: number } }[],
  party: InvoiceParty,
) => sum(parts.filter((part) => part.party === party).map(({ amount }) => amount));

function shareOf(invoice: Invoice, party: InvoiceParty): number {
  return party === "PAYER" ? invoice.payerShare.amount : invoice.patientShare.amount;
}

/** What of a party's share no credit note has taken back yet. */
export function creditable(invoice: Invoice, party: InvoiceParty): number {
  return Math.max(0, shareOf(invoice, party) - amountsOf(invoice.creditNotes ?? [], party));
}

/**
 * What a party still owes, as far as the payments that are listed say; never more than the whole balance, which knows of
 * what was paid before the invoice was imported, too.
 */
export function owed(invoice: Invoice, party: InvoiceParty): number {
  const kept = received(invoice.payments ?? [])
    .filter((payment) => payment.party === party)
    .map(({ amount, refunded }) => ({ amount: amount.amount - refunded.amount }));
  return Math.min(invoice.balance.amount, Math.max(0, creditable(invoice, party) - sum(kept)));
}

/** What can still be given back of a payment. */
export function refundable({ amount, refunded, status }: NonNullable<Invoice["payments"]>[number]): number {
  return status === "PENDING" || status === "FAILED" ? 0 : amount.amount - refunded.amount;
}

/** From what is charged to what is owed. */
export function settlementOf(invoice: Invoice) {
  const ofKind = (...kinds: readonly string[]) =>
    sum((invoice.lines ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
  const credited = sum((invoice.creditNotes ?? []).map(({ amount }) => amount));
  return {
    net: ofKind("SERVICE", "FEE"),
    discount: ofKind("DISCOUNT"),
    tax: ofKind("TAX"),
    credited,
    paid: paidFor(invoice, credited),
  };
}

// Of an imported invoice, or to whom payments are not shown, what was paid is what explains the balance.
function paidFor(invoice: Invoice, credited: number): number {
  if (invoice.status === "DRAFT" || invoice.status === "VOID") {
    return 0;
  }
  const listed = invoice.payments;
  return invoice.number === null || listed === null
    ? Math.max(0, invoice.total.amount - credited - invoice.balance.amount)
    : sum(received(listed).map(({ amount, refunded }) => ({ amount: amount.amount - refunded.amount })));
}

function received<Payment extends { readonly status: string }>(payments: readonly Payment[]): readonly Payment[] {
  return payments.filter(({ status }) => status !== "PENDING" && status !== "FAILED");
}
