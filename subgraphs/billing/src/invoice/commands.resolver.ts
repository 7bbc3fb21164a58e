import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { createInvoice } from "./creation.commands.ts";
import { issueInvoice, setInvoiceLines, voidInvoice } from "./invoice.commands.ts";
import {
  CreateInvoiceInput,
  CreateInvoicePayload,
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
  @Mutation(() => CreateInvoicePayload, {
    nullable: true,
    description:
      "Makes a draft: in the place of an invoice that was withdrawn, and charging for the same until you say otherwise, or for a visit that has none, charging for nothing yet. ALREADY_INVOICED where another one stands, ILLEGAL_TRANSITION for one that was not withdrawn, OWN_INVOICE for one that charges yourself.",
  })
  createInvoice(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateInvoiceInput, { description: "For which visit, or in whose place." })
    input: CreateInvoiceInput,
  ): Promise<InvoicePayload> {
    return invoicePayload(context, createInvoice(context, input));
  }

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
