import { CommandRefusal } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";

/** How far a payment, or a refund, is. */
export enum PaymentState {
  PENDING = "PENDING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
}

/** How far a payment is, and what of it was given back. */
export enum PaymentStatus {
  PENDING = "PENDING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
  REFUNDED = "REFUNDED",
  PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED",
}

registerEnumType(PaymentStatus, {
  name: "PaymentStatus",
  description: "How far a payment is, and what of it was given back.",
  valuesConfig: {
    PENDING: { description: "Under way: it was not received yet, and may never be." },
    SUCCEEDED: { description: "Received." },
    FAILED: { description: "Declined, or given up; what was declined may still be paid with another card." },
    REFUNDED: { description: "Received, and all of it given back." },
    PARTIALLY_REFUNDED: { description: "Received, and a part of it given back." },
  },
});

registerEnumType(PaymentState, {
  name: "RefundStatus",
  description: "How far a refund is.",
  valuesConfig: {
    PENDING: { description: "Asked for; the money is not given back yet." },
    SUCCEEDED: { description: "Given back. What a bank sends back later is FAILED from then on." },
    FAILED: { description: "Not given back: the money is the clinic's still." },
  },
});

const { PENDING, SUCCEEDED, FAILED } = PaymentState;

export type PaymentStep = "confirm" | "succeed" | "decline" | "close";

interface PaymentTransition {
  readonly step: PaymentStep;
  readonly from: PaymentState;
  readonly to: PaymentState;
}

/** The state machine of payments over the gateway, which begins with PENDING. What is not here is an ILLEGAL_TRANSITION. */
export const paymentTransitions: readonly PaymentTransition[] = [
  { step: "confirm", from: PENDING, to: PENDING },
  { step: "confirm", from: FAILED, to: PENDING },
  { step: "succeed", from: PENDING, to: SUCCEEDED },
  // Who was declined may pay with another card meanwhile, without us.
  { step: "succeed", from: FAILED, to: SUCCEEDED },
  { step: "decline", from: PENDING, to: FAILED },
  { step: "decline", from: FAILED, to: FAILED },
  { step: "close", from: PENDING, to: FAILED },
  { step: "close", from: FAILED, to: FAILED },
];

/** @throws CommandRefusal ILLEGAL_TRANSITION */
export function paymentAfter(step: PaymentStep, from: PaymentState, field = "id"): PaymentState {
  const found = paymentTransitions.find((transition) => transition.step === step && transition.from === from);
  if (found) return found.to;
  throw new CommandRefusal("ILLEGAL_TRANSITION", [field], `This payment is ${from}. Read it again and decide anew.`);
}

/** What the API says of a payment. */
export function paymentStatusOf(payment: {
  readonly state: PaymentState;
  readonly amount: number;
  readonly refundedAmount: number;
}): PaymentStatus {
  if (payment.state !== SUCCEEDED) return PaymentStatus[payment.state];
  if (payment.refundedAmount === 0) return PaymentStatus.SUCCEEDED;
  return payment.refundedAmount === payment.amount ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED;
}
