import { type CommandOutcome, Money, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { invoiceById } from "../invoice/invoice.loader.ts";
import { readInvoice } from "../invoice/invoice.service.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { recordPayment, refundPayment } from "./payment.commands.ts";
import type { PaymentRow } from "./payment.entity.ts";
import { paymentById, paymentsByInvoice, refundsByPayment } from "./payment.loader.ts";
import { listRefunds, readPayment } from "./payment.service.ts";
import {
  Payment,
  RecordPaymentInput,
  RecordPaymentPayload,
  Refund,
  RefundPaymentInput,
  RefundPaymentPayload,
} from "./payment.type.ts";

interface PaymentPayload {
  readonly payment: PaymentRow | null;
  readonly userErrors: readonly UserError[];
}

/** The payment is read anew, so that a replayed answer shows what may be seen now. */
async function paymentPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<PaymentPayload> {
  const { id, userErrors } = await command;
  if (id === null) return { payment: null, userErrors };
  // An operation may hold several mutations, and a loader would remember what an earlier one has left.
  for (const loader of [paymentById, paymentsByInvoice, refundsByPayment, invoiceById]) loader(context).clearAll();
  return { payment: await readPayment(context, id), userErrors };
}

@Resolver(() => Payment)
export class PaymentResolver {
  @Mutation(() => RecordPaymentPayload, {
    nullable: true,
    description:
      "Writes down what was received for an invoice, all of a share or a part: when nothing is owed any more, the invoice is PAID. ILLEGAL_TRANSITION for one that is not issued, or of which nothing is owed; OWN_INVOICE for one that charges yourself.",
  })
  recordPayment(
    @Ctx() context: RequestContext,
    @Arg("input", () => RecordPaymentInput, { description: "For which invoice, how much, and how." })
    input: RecordPaymentInput,
  ): Promise<PaymentPayload> {
    return paymentPayload(context, recordPayment(context, input));
  }

  @Mutation(() => RefundPaymentPayload, {
    nullable: true,
    description:
      "Writes down what of a payment was given back, all of it or a part, never more than was paid. What a credit note has taken back is not owed any more; anything beyond that is owed again. OWN_INVOICE for one that charges yourself.",
  })
  refundPayment(
    @Ctx() context: RequestContext,
    @Arg("input", () => RefundPaymentInput, { description: "Of which payment, how much, and why." })
    input: RefundPaymentInput,
  ): Promise<PaymentPayload> {
    return paymentPayload(context, refundPayment(context, input));
  }

  @FieldResolver(() => Money, { description: "How much was received." })
  amount(@Root() { amount, currency }: PaymentRow): Money {
    return { amount, currency };
  }

  @FieldResolver(() => Money, { description: "What of it was given back." })
  refunded(@Root() { refundedAmount, currency }: PaymentRow): Money {
    return { amount: refundedAmount, currency };
  }

  @FieldResolver(() => [Refund], {
    nullable: true,
    description: "What of it was given back, the first first; 50 at most.",
  })
  async refunds(@Ctx() context: RequestContext, @Root() { id, currency }: PaymentRow): Promise<Refund[]> {
    const refunds = await listRefunds(context, id);
    return refunds.map((refund) => ({
      ...{ id: refund.id, reason: refund.reason ?? null, refundedAt: refund.refundedAt },
      amount: { amount: refund.amount, currency },
    }));
  }

  @FieldResolver(() => Invoice, { nullable: true, description: "For which invoice." })
  invoice(@Ctx() context: RequestContext, @Root() { invoiceId }: PaymentRow): Promise<InvoiceRow | null> {
    return readInvoice(context, String(invoiceId));
  }
}
