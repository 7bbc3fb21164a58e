import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";

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
  {
    code: "PAYMENT_NOT_RECEIVED",
    meaning: "the payment is under way or failed: there is nothing to give back",
    remedy: "cancel it with `cancelPayment` while it is under way",
  },
  {
    code: "PAYMENT_UNDER_WAY",
    meaning: "another payment of this share is under way, and the same would be paid twice",
    remedy:
      "wait until `paymentChanged` tells what came of it, confirm it at `nextActionUrl`, or give it up with `cancelPayment`",
  },
  {
    code: "PAYMENT_NOT_OPEN",
    meaning: "the payment was received or given up, or is none over the gateway",
    remedy: "refund what was received",
  },
  {
    code: "PAYMENT_DECLINED",
    meaning:
      "the card was declined, or who pays did not confirm that it is them; `failureCode` has Stripe's word for it",
    remedy: "pay with another card: nothing was charged",
  },
  {
    code: "PAYMENTS_OFFLINE",
    meaning: "no payments are taken online here, or none in the invoice's currency",
    remedy: "pay at the front desk; operators set STRIPE_SECRET_KEY",
  },
  {
    code: "GATEWAY_UNAVAILABLE",
    meaning:
      "the payment gateway does not answer; what was asked for is written down, and is done as soon as it answers",
    remedy: "wait for `paymentChanged`, and do not pay again: after fifteen minutes nothing is charged any more",
  },
];

export function notReceived(): CommandRefusal {
  return new CommandRefusal(
    "PAYMENT_NOT_RECEIVED",
    ["paymentId"],
    "Nothing was received by this payment: there is nothing to give back.",
  );
}

export function underWay(): CommandRefusal {
  return new CommandRefusal(
    "PAYMENT_UNDER_WAY",
    ["invoiceId"],
    "Another payment of this invoice is under way: wait for it, confirm it, or cancel it first.",
  );
}

export function notOpen(): CommandRefusal {
  return new CommandRefusal(
    "PAYMENT_NOT_OPEN",
    ["paymentId"],
    "Nothing more comes of this payment: refund it if it was received.",
  );
}

export function takesNoneOnline(field: string): CommandRefusal {
  return new CommandRefusal("PAYMENTS_OFFLINE", [field], "No payments are taken online here: pay at the front desk.");
}

/** What came of asking the gateway, after what was asked for was written down. */
export const declined: UserError = {
  code: "PAYMENT_DECLINED",
  field: ["paymentMethod"],
  message: "The card was declined and nothing was charged: pay with another one.",
};

export const gatewayUnavailable: UserError = {
  code: "GATEWAY_UNAVAILABLE",
  field: [],
  message:
    "The payment gateway does not answer. What you asked for is written down and is done as soon as it answers: do not pay again.",
};

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
