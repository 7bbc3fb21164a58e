import { type Address, type CommandContext, type FileLink, type RequestContext, reachOf } from "@careconnect/kit";
import { CreditNoteRow } from "../credit/credit.entity.ts";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { accountsOf, InvoiceParty } from "../invoice/invoice.party.ts";
import { invoicesWithin } from "../invoice/invoice.policy.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { InvoiceLineRow } from "../invoice/line.entity.ts";
import { LedgerAccount } from "../ledger/ledger.account.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import { letterheadAt } from "../letterhead/letterhead.service.ts";
import { PayerRow } from "../payer/payer.entity.ts";
import { PaymentRow } from "../payment/payment.entity.ts";
import { PaymentState } from "../payment/payment.state.ts";
import { RefundRow } from "../payment/refund.entity.ts";
import { findOrganization } from "../references/organization.reader.ts";
import { printCreditNote } from "./credit-note.print.ts";
import { printInvoice } from "./invoice.print.ts";
import { linkToPrint } from "./print.link.ts";
import { printInvoices } from "./print.policy.ts";
import type { Party, PrintedInvoice } from "./printed.invoice.ts";

/** What the patient subgraph says of whom an invoice charges, as far as the viewer may see it. */
export interface AddresseeFacts {
  readonly fullName?: string | null;
  readonly mrn?: string | null;
  readonly address?: Address | null;
}

/** Where an invoice, or one of its credit notes, can be fetched; null for who may not, and for a draft, which is no invoice yet. */
export function linkToInvoice(
  context: RequestContext,
  invoice: Pick<InvoiceRow, "id" | "status" | "patientId">,
  { patient, creditNoteId }: { readonly patient: AddresseeFacts | null; readonly creditNoteId?: string },
): FileLink | null {
  if (invoice.status === InvoiceStatus.DRAFT || reachOf(context.viewer, printInvoices).length === 0) return null;
  const records = [{ id: invoice.id, patientId: invoice.patientId }];
  context.audit.read({ action: "invoice.print.link", entityType: "Invoice", records });
  const note = creditNoteId === undefined ? {} : { creditNoteId };
  return linkToPrint({ invoiceId: invoice.id, ...note, patient: addresseeOf(patient) }, context);
}

function addresseeOf(patient: AddresseeFacts | null): Party {
  const mrn = patient?.mrn ? [`MRN ${patient.mrn}`] : [];
  return { name: patient?.fullName ?? "–", lines: [...mrn, ...addressLines(patient?.address)] };
}

function addressLines(address: Address | null | undefined): string[] {
  const { line, city, state, postalCode, country } = address ?? {};
  const town = [city, [state, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return [line, town, country].filter((part) => part !== undefined && part !== null && part !== "") as string[];
}

/** What somebody came for with a link. */
export interface PrintedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Prints what a link says, as it is now, noted in the audit trail; null for what is not there, or may not be seen any more. */
export async function print(
  { em: given, viewer, audit }: CommandContext,
  {
    invoiceId,
    creditNoteId,
    patient,
  }: { readonly invoiceId: string; readonly creditNoteId?: string | undefined; readonly patient: Party },
): Promise<PrintedFile | null> {
  const em = given.fork();
  const reach = reachOf(viewer, printInvoices);
  const invoice =
    reach.length === 0
      ? null
      : await em.findOne(InvoiceRow, {
          $and: [{ id: invoiceId, status: { $ne: InvoiceStatus.DRAFT } }, invoicesWithin(reach)],
        });
  const creditNotes = invoice ? await em.find(CreditNoteRow, { invoiceId }, { orderBy: { number: "asc" } }) : [];
  const note = creditNotes.find(({ id }) => id === creditNoteId);
  if (!invoice || (creditNoteId !== undefined && !note)) {
    audit.denied(printInvoices.action);
    return null;
  }
  const records = [{ id: invoice.id, patientId: invoice.patientId }];
  audit.read({ action: printInvoices.action, entityType: "Invoice", records });

  const printed: PrintedInvoice = { ...(await detailsOf(em, invoice, note?.issuedAt)), invoice, creditNotes, patient };
  return note
    ? { name: `${note.number}.pdf`, bytes: await printCreditNote(printed, note) }
    : { name: `${invoice.number ?? "invoice"}.pdf`, bytes: await printInvoice(printed) };
}

/** What is printed beside an invoice, by the letterhead of when it was issued, or its credit note. */
async function detailsOf(em: CommandContext["em"], invoice: InvoiceRow, notedAt: Date | undefined) {
  const { name, lines, footer, paper } = await letterheadAt(em, notedAt ?? invoice.issuedAt ?? invoice.createdAt);
  const organization = await findOrganization(em);
  const payer = invoice.payerId ? await em.findOne(PayerRow, { id: String(invoice.payerId) }) : null;
  const payments = await em.find(
    PaymentRow,
    { invoiceId: invoice.id, state: PaymentState.SUCCEEDED },
    { orderBy: { receivedAt: "asc", id: "asc" } },
  );
  const refunds = await em.find(
    RefundRow,
    { paymentId: { $in: payments.map(({ id }) => id) }, state: PaymentState.SUCCEEDED },
    { orderBy: { refundedAt: "asc", id: "asc" } },
  );
  const movements = (await movementsOf(em, [invoice.id])).get(invoice.id) ?? {};
  const owedBack = Object.values(InvoiceParty).reduce(
    (sum, party) => sum - (movements[accountsOf[party].refundsPayable] ?? 0),
    0,
  );
  return {
    issuer: { name, lines, footer, paper, timeZone: organization?.timeZone ?? "UTC" },
    payer: payer && invoice.payerShareAmount > 0 ? { name: payer.name, lines: addressLines(payer.address) } : null,
    lines: await em.find(InvoiceLineRow, { invoiceId: invoice.id }, { orderBy: { position: "asc" } }),
    payments: payments.map((payment) => ({
      ...payment,
      refunds: refunds.filter(({ paymentId }) => String(paymentId) === payment.id),
    })),
    settledBefore: movements[LedgerAccount.SETTLED_BEFORE_IMPORT] ?? 0,
    owedBack,
  };
}
