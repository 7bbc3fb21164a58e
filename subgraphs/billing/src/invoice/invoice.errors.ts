import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";

/** What the commands of invoices refuse. */
export const invoiceErrors: readonly ErrorDefinition[] = [
  {
    code: "INVOICE_EMPTY",
    meaning: "the draft charges for nothing",
    remedy: "say what is charged for with `setInvoiceLines`, or void the draft",
  },
  {
    code: "INVOICE_NOT_UNPAID",
    meaning: "something of the invoice was paid or credited",
    remedy: "refund what was paid, or correct it with `creditInvoice`",
  },
  {
    code: "CREDIT_EXCEEDS_SHARE",
    meaning: "more would be credited than the party's share of the invoice",
    remedy: "credit what is left of the share",
  },
];

export function chargesNothing(): CommandRefusal {
  return new CommandRefusal(
    "INVOICE_EMPTY",
    ["id"],
    "This draft charges for nothing: say what for with `setInvoiceLines`, or void it.",
  );
}

export function notUnpaid(): CommandRefusal {
  return new CommandRefusal(
    "INVOICE_NOT_UNPAID",
    ["id"],
    "Something of this invoice was paid or credited: refund it, or correct the invoice with a credit note.",
  );
}

export function exceedsShare(): CommandRefusal {
  return new CommandRefusal(
    "CREDIT_EXCEEDS_SHARE",
    ["amount"],
    "This is more than what is left of the party's share: credit less.",
  );
}
