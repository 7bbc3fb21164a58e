import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";

/** What the commands of payments refuse. */
export const paymentErrors: readonly ErrorDefinition[] = [
  {
    code: "PAYMENT_EXCEEDS_BALANCE",
    meaning: "more would be paid than the party still owes of the invoice",
    remedy: "record what is owed, and give the rest back",
  },
  {
    code: "REFUND_EXCEEDS_PAYMENT",
    meaning: "more would be given back than is left of the payment",
    remedy: "give back what is left of it",
  },
];

export function exceedsBalance(): CommandRefusal {
  return new CommandRefusal(
    "PAYMENT_EXCEEDS_BALANCE",
    ["amount"],
    "This is more than is still owed of the party's share: record what is owed.",
  );
}

export function exceedsPayment(): CommandRefusal {
  return new CommandRefusal(
    "REFUND_EXCEEDS_PAYMENT",
    ["amount"],
    "This is more than is left of the payment: give back what is left.",
  );
}
