import {
  type CommandOutcome,
  type Connection,
  DateTime,
  Money,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { invoiceById } from "../invoice/invoice.loader.ts";
import { readInvoice } from "../invoice/invoice.service.ts";
import { Invoice } from "../invoice/invoice.type.ts";
import { recordPayment } from "./payment.commands.ts";
import type { PaymentRow } from "./payment.entity.ts";
import { intentByPayment, paymentById, paymentsByInvoice, refundsByPayment } from "./payment.loader.ts";
import {
  cancelPayment,
  listPayments,
  listRefunds,
  payInvoice,
  preparePayment,
  readIntent,
  readPayment,
  readPublishableKey,
  refundPayment,
} from "./payment.service.ts";
import { PaymentState, PaymentStatus, paymentStatusOf } from "./payment.state.ts";
import {
  CancelPaymentInput,
  CancelPaymentPayload,
  PayInvoiceInput,
  PayInvoicePayload,
  Payment,
  PaymentConnection,
  PaymentFilter,
  PreparePaymentInput,
  PreparePaymentPayload,
  RecordPaymentInput,
  RecordPaymentPayload,
  Refund,
  RefundPaymentInput,
  RefundPaymentPayload,
} from "./payment.type.ts";
import { summarizePayments } from "./summary.service.ts";
import { PaymentSummary } from "./summary.type.ts";

interface PaymentPayload {
  readonly payment: PaymentRow | null;
  readonly userErrors: readonly UserError[];
}

/** The payment is read anew, so that a replayed answer shows what may be seen now. */
async function paymentPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<PaymentPayload> {
  const { id, userErrors } = await command;
  if (id === null) return { payment: null, userErrors };
  // An operation may hold several mutations, and a loader would remember what an earlier one has left.
  for (const loader of [paymentById, paymentsByInvoice, refundsByPayment, intentByPayment, invoiceById])
    loader(context).clearAll();
  return { payment: await readPayment(context, id), userErrors };
}

@Resolver(() => Payment)
export class PaymentResolver {
  @Query(() => Payment, {
    nullable: true,
    description: "One payment; null when there is none or the viewer may not see it.",
  })
  payment(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The payment's id." }) id: string,
  ): Promise<PaymentRow | null> {
    return readPayment(context, id);
  }

  @Query(() => PaymentConnection, {
    nullable: true,
    description:
      "The payments that the viewer may see, the latest received first: for administrators, the front desk and patients, who see their own.",
  })
  payments(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => PaymentFilter, { nullable: true, description: "Narrows the list." })
    filter: PaymentFilter | null,
  ): Connection<PaymentRow> {
    return listPayments(context, page, filter);
  }

  @Query(() => PaymentSummary, {
    nullable: true,
    description:
      "What the payments that the viewer may see come to; null while the organization's currency has not arrived here. For who may ask for `payments`.",
  })
  paymentSummary(
    @Ctx() context: RequestContext,
    @Arg("filter", () => PaymentFilter, { nullable: true, description: "Narrows what is counted." })
    filter: PaymentFilter | null,
  ): Promise<PaymentSummary | null> {
    return summarizePayments(context, filter);
  }

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

  @Mutation(() => PayInvoicePayload, {
    nullable: true,
    description:
      "Pays the patient's share of an invoice over the payment gateway, all of it or a part. SUCCEEDED: it is paid; PENDING: who pays goes on at `nextActionUrl`, or it takes some time, and `paymentChanged` tells what came of it; FAILED, with PAYMENT_DECLINED: pay with another card. PAYMENT_UNDER_WAY while another one is; GATEWAY_UNAVAILABLE when it goes on by itself as soon as the gateway answers; PAYMENTS_OFFLINE where there is none.",
  })
  payInvoice(
    @Ctx() context: RequestContext,
    @Arg("input", () => PayInvoiceInput, { description: "Which invoice, with what, and how much." })
    input: PayInvoiceInput,
  ): Promise<PaymentPayload> {
    return paymentPayload(context, payInvoice(context, input));
  }

  @Mutation(() => PreparePaymentPayload, {
    nullable: true,
    description:
      "Prepares a payment that a page confirms with `clientSecret` and Stripe's client for browsers: the same one as long as the amount is the same and it is open. Otherwise as `payInvoice`.",
  })
  preparePayment(
    @Ctx() context: RequestContext,
    @Arg("input", () => PreparePaymentInput, { description: "Which invoice, and how much." })
    input: PreparePaymentInput,
  ): Promise<PaymentPayload> {
    return paymentPayload(context, preparePayment(context, input));
  }

  @Mutation(() => CancelPaymentPayload, {
    nullable: true,
    description:
      "Gives up a payment that is under way or was declined, unless it is received meanwhile. PAYMENT_NOT_OPEN for another one.",
  })
  cancelPayment(
    @Ctx() context: RequestContext,
    @Arg("input", () => CancelPaymentInput, { description: "Which payment." }) input: CancelPaymentInput,
  ): Promise<PaymentPayload> {
    return paymentPayload(context, cancelPayment(context, input));
  }

  @Mutation(() => RefundPaymentPayload, {
    nullable: true,
    description:
      "Gives a payment back, all that is left of it or a part, never more than was paid: what was received over the gateway over the gateway, of anything else it is written down that it was given back. What a credit note has taken back is not owed any more; anything beyond that is owed again. OWN_INVOICE for one that charges yourself.",
  })
  refundPayment(
    @Ctx() context: RequestContext,
    @Arg("input", () => RefundPaymentInput, { description: "Of which payment, how much, and why." })
    input: RefundPaymentInput,
  ): Promise<PaymentPayload> {
    return paymentPayload(context, refundPayment(context, input));
  }

  @FieldResolver(() => PaymentStatus, { description: "How far it is, and what of it was given back." })
  status(@Root() payment: PaymentRow): PaymentStatus {
    return paymentStatusOf(payment);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "When it was received; null while it was not." })
  receivedAt(@Root() { state, receivedAt }: PaymentRow): Date | null {
    return state === PaymentState.SUCCEEDED ? receivedAt : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "With it a page confirms the payment by Stripe's client for browsers, which it opens with `publishableKey`; null once nothing more comes of it, and for who may not pay it. Keep it to yourself.",
  })
  async clientSecret(@Ctx() context: RequestContext, @Root() { id }: PaymentRow): Promise<string | null> {
    const intent = await readIntent(context, id);
    return (intent && !intent.closedAt && intent.clientSecret) || null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The key of the clinic's account with which a page opens Stripe's client for browsers, and which is no secret; null where `clientSecret` is, where a simulator stands in for Stripe, which that client cannot reach (pay with `payInvoice`), and where nobody has configured one.",
  })
  publishableKey(@Ctx() context: RequestContext, @Root() { id }: PaymentRow): Promise<string | null> {
    return readPublishableKey(context, id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Where who pays has to say that it is them before it goes on; null when there is nothing to say.",
  })
  async nextActionUrl(@Ctx() context: RequestContext, @Root() { id }: PaymentRow): Promise<string | null> {
    const intent = await readIntent(context, id);
    return (intent && !intent.closedAt && intent.nextActionUrl) || null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why it failed, by Stripe's code, such as `insufficient_funds`; null while it has not.",
  })
  async failureCode(@Ctx() context: RequestContext, @Root() { id, state }: PaymentRow): Promise<string | null> {
    if (state !== PaymentState.FAILED) return null;
    return (await readIntent(context, id))?.failureCode ?? null;
  }

  @FieldResolver(() => Money, { description: "How much it is." })
  amount(@Root() { amount, currency }: PaymentRow): Money {
    return { amount, currency };
  }

  @FieldResolver(() => Money, { description: "What of it was given back." })
  refunded(@Root() { refundedAmount, currency }: PaymentRow): Money {
    return { amount: refundedAmount, currency };
  }

  @FieldResolver(() => [Refund], {
    nullable: true,
    description: "What of it was given back or is being given back, the first first; 50 at most.",
  })
  async refunds(@Ctx() context: RequestContext, @Root() { id, currency }: PaymentRow): Promise<Refund[]> {
    const refunds = await listRefunds(context, id);
    return refunds.map((refund) => ({
      ...{ id: refund.id, reason: refund.reason ?? null, refundedAt: refund.refundedAt, status: refund.state },
      amount: { amount: refund.amount, currency },
    }));
  }

  @FieldResolver(() => Invoice, { nullable: true, description: "For which invoice." })
  invoice(@Ctx() context: RequestContext, @Root() { invoiceId }: PaymentRow): Promise<InvoiceRow | null> {
    return readInvoice(context, String(invoiceId));
  }
}
