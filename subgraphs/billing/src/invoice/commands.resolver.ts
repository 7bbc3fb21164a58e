import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { issueInvoice, setInvoiceLines, voidInvoice } from "./invoice.commands.ts";
import {
  IssueInvoiceInput,
  IssueInvoicePayload,
  SetInvoiceLinesInput,
  SetInvoiceLinesPayload,
  VoidInvoiceInput,
  VoidInvoicePayload,
} from "./invoice.input.ts";
import { type InvoicePayload, invoicePayload } from "./invoice.payload.ts";
import { Invoice } from "./invoice.type.ts";

@Resolver(() => Invoice)
export class InvoiceCommandsResolver {
  @Mutation(() => SetInvoiceLinesPayload, {
    nullable: true,
    description:
      "Says what a draft charges for, in place of all its lines: discount and tax are computed, and what the payer bears by its terms on the day of the visit. ILLEGAL_TRANSITION for what was issued, OWN_INVOICE for one that charges yourself.",
  })
  setInvoiceLines(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetInvoiceLinesInput, { description: "Which, and what it charges for." })
    input: SetInvoiceLinesInput,
  ): Promise<InvoicePayload> {
    return invoicePayload(context, setInvoiceLines(context, input));
  }

  @Mutation(() => IssueInvoicePayload, {
    nullable: true,
    description:
      "Issues a draft: it gets the organization's next number, of which none is left out, and does not change any more. INVOICE_EMPTY while it charges for nothing, OWN_INVOICE for one that charges yourself.",
  })
  issueInvoice(
    @Ctx() context: RequestContext,
    @Arg("input", () => IssueInvoiceInput, { description: "Which, and when it is due." }) input: IssueInvoiceInput,
  ): Promise<InvoicePayload> {
    return invoicePayload(context, issueInvoice(context, input));
  }

  @Mutation(() => VoidInvoicePayload, {
    nullable: true,
    description:
      "Withdraws an invoice of which nothing was paid or credited (INVOICE_NOT_UNPAID), or a draft: nothing is owed for it. It keeps its number. OWN_INVOICE for one that charges yourself.",
  })
  voidInvoice(
    @Ctx() context: RequestContext,
    @Arg("input", () => VoidInvoiceInput, { description: "Which, and why." }) input: VoidInvoiceInput,
  ): Promise<InvoicePayload> {
    return invoicePayload(context, voidInvoice(context, input));
  }
}
