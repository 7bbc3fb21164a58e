import { defineCommand, invalid, knownUuid, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { reasonOfChange } from "../invoice/invoice.commands.ts";
import { exceedsShare } from "../invoice/invoice.errors.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { changeInvoices } from "../invoice/invoice.policy.ts";
import { statusAfter } from "../invoice/invoice.transition.ts";
import { lockInvoice } from "../invoice/settlement.ts";
import { paidAmount } from "../price/price.schema.ts";
import { CreditNoteRow } from "./credit.entity.ts";
import { creditedOf, writeCredit } from "./credit.writing.ts";

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
  async run(unit, { id, amount, reason, expectedVersion, ...given }, { viewer }, reach) {
    const invoice = await lockInvoice(unit, { viewer, reach }, { id });
    requireVersion(invoice, expectedVersion ?? undefined);
    statusAfter("credit", invoice.status);
    const party = given.party ?? InvoiceParty.PATIENT;
    const share = party === InvoiceParty.PATIENT ? invoice.patientShareAmount : invoice.payerShareAmount;
    const known = await unit.em.find(CreditNoteRow, { invoiceId: invoice.id });
    if (known.length >= mostCreditNotes)
      throw invalid(["id"], `This invoice has ${mostCreditNotes} credit notes, which is as many as there can be.`);
    if (amount > share - creditedOf(known, party)) throw exceedsShare();
    await writeCredit(unit, invoice, { party, amount, reason, actorId: viewer.userId });
    return invoice.id;
  },
});
