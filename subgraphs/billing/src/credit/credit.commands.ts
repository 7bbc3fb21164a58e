import { defineCommand, invalid, knownUuid, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { reasonOfChange } from "../invoice/invoice.commands.ts";
import { exceedsShare } from "../invoice/invoice.errors.ts";
import { accountsOf, InvoiceParty } from "../invoice/invoice.party.ts";
import { changeInvoices } from "../invoice/invoice.policy.ts";
import { statusAfter } from "../invoice/invoice.transition.ts";
import { InvoiceLineRow } from "../invoice/line.entity.ts";
import { InvoiceLineKind } from "../invoice/line.kind.ts";
import { nextNumber } from "../invoice/number.query.ts";
import { lockInvoice, settle } from "../invoice/settlement.ts";
import { LedgerAccount } from "../ledger/ledger.account.ts";
import { movementsOf, post } from "../ledger/ledger.query.ts";
import { proportionOf } from "../money/minor.units.ts";
import { paidAmount } from "../price/price.schema.ts";
import { unlessErased } from "../references/erased.text.ts";
import { CreditNoteRow } from "./credit.entity.ts";

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

/** How many an invoice has at most; whoever adds one holds the invoice. */
const mostCreditNotes = 50;

export const creditInvoice = defineCommand({
  name: "creditInvoice",
  rule: changeInvoices,
  entityType: "Invoice",
  whileRestricted: "what is owed is claimed by law",
  schema: z.object({
    id: z.string().transform(knownUuid),
    party: z.enum(InvoiceParty).nullish(),
    amount: paidAmount,
    reason: reasonOfChange,
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { id, amount, reason, expectedVersion, ...given }, { viewer }) {
    const invoice = await lockInvoice(unit, viewer, { id });
    requireVersion(invoice, expectedVersion ?? undefined);
    statusAfter("credit", invoice.status);
    const party = given.party ?? InvoiceParty.PATIENT;
    const share = party === InvoiceParty.PATIENT ? invoice.patientShareAmount : invoice.payerShareAmount;
    const known = await unit.em.find(CreditNoteRow, { invoiceId: invoice.id });
    if (known.length >= mostCreditNotes)
      throw invalid(["id"], `This invoice has ${mostCreditNotes} credit notes, which is as many as there can be.`);
    const ofParty = known.filter((note) => note.party === party);
    if (amount > share - sumOf(ofParty.map((note) => note.amount))) throw exceedsShare();

    const taxes = await unit.em.find(InvoiceLineRow, { invoiceId: invoice.id, kind: InvoiceLineKind.TAX });
    const credited = sumOf(known.map((note) => note.amount)) + amount;
    // Of all notes together it is in proportion, so that with the last one all of the tax is taken back.
    const taxAmount =
      proportionOf(sumOf(taxes.map((line) => line.amount)), credited, invoice.totalAmount) -
      sumOf(known.map((note) => note.taxAmount));
    const note = unit.em.create(CreditNoteRow, {
      ...{ invoiceId: invoice.id, number: await nextNumber(unit.em, "CN"), party, amount, taxAmount },
      reason: await unlessErased(unit.em, invoice.patientId, reason),
      ...{ issuedAt: new Date(), issuedBy: viewer.userId },
    } as never);

    const { receivable, refundsPayable } = accountsOf[party];
    const owed = (await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[receivable] ?? 0;
    const unpaid = Math.min(owed, amount);
    await post(unit.em, viewer.userId, [
      {
        ...{ source: { type: "CreditNote", id: note.id, kind: "ISSUED" }, invoiceId: invoice.id },
        ...{ currency: invoice.currency, occurredAt: note.issuedAt },
        movements: {
          [LedgerAccount.REVENUE]: amount - taxAmount,
          [LedgerAccount.TAX_PAYABLE]: taxAmount,
          [receivable]: -unpaid,
          [refundsPayable]: unpaid - amount,
        },
      },
    ]);
    await settle(unit, invoice, { by: "credit", amount: unpaid });
    return invoice.id;
  },
});
