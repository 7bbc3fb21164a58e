import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { type InvoicePayload, invoicePayload } from "../invoice/invoice.payload.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { creditInvoice } from "./credit.commands.ts";
import { creditNotesByInvoice } from "./credit.loader.ts";
import { CreditInvoiceInput, CreditInvoicePayload, CreditNote } from "./credit.type.ts";

@Resolver(() => Invoice)
export class CreditResolver {
  @Mutation(() => CreditInvoicePayload, {
    nullable: true,
    description:
      "Corrects an invoice that was issued by a credit note: less is owed of it, and what was paid already is owed back. ILLEGAL_TRANSITION for a draft, which is changed instead, and for what was withdrawn; OWN_INVOICE for one that charges yourself.",
  })
  creditInvoice(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreditInvoiceInput, { description: "Which, how much, and why." }) input: CreditInvoiceInput,
  ): Promise<InvoicePayload> {
    return invoicePayload(context, creditInvoice(context, input));
  }

  @FieldResolver(() => [CreditNote], {
    nullable: true,
    description: "What was taken back of it, the first first; 50 at most.",
  })
  async creditNotes(@Ctx() context: RequestContext, @Root() { id, currency }: InvoiceRow): Promise<CreditNote[]> {
    const notes = (await creditNotesByInvoice(context).load(id)) ?? [];
    return notes.map((note) => ({
      ...{ id: note.id, number: note.number, party: note.party, issuedAt: note.issuedAt, reason: note.reason ?? null },
      amount: { amount: note.amount, currency },
    }));
  }
}
