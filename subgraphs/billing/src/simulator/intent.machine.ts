import { invalidRequest } from "./api.error.ts";

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "succeeded"
  | "canceled";

/** What is done to an intent, and what came of it. */
export type IntentStep = "succeed" | "decline" | "authenticate" | "process" | "cancel";

interface IntentTransition {
  readonly step: IntentStep;
  readonly from: readonly IntentStatus[];
  readonly to: IntentStatus;
  /** The event that tells of it. */
  readonly event: string;
}

const confirmable = ["requires_payment_method", "requires_confirmation", "requires_action"] as const;

/** The state machine of payment intents. A step that is not here is refused as an unexpected state. */
export const intentTransitions: readonly IntentTransition[] = [
  { step: "succeed", from: [...confirmable, "processing"], to: "succeeded", event: "payment_intent.succeeded" },
  {
    step: "decline",
    from: [...confirmable, "processing"],
    to: "requires_payment_method",
    event: "payment_intent.payment_failed",
  },
  { step: "authenticate", from: confirmable, to: "requires_action", event: "payment_intent.requires_action" },
  { step: "process", from: confirmable, to: "processing", event: "payment_intent.processing" },
  { step: "cancel", from: confirmable, to: "canceled", event: "payment_intent.canceled" },
];

/** @throws ApiError payment_intent_unexpected_state */
export function intentAfter(step: IntentStep, status: IntentStatus): IntentTransition {
  const found = intentTransitions.find((transition) => transition.step === step && transition.from.includes(status));
  if (found) return found;
  throw invalidRequest(
    `You cannot ${step === "cancel" ? "cancel" : "confirm"} this PaymentIntent because it has a status of ${status}.`,
    { code: "payment_intent_unexpected_state" },
  );
}
