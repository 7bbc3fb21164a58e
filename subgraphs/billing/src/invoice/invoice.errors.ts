import { CommandRefusal, type ErrorDefinition, ownRecordsOf, type UserError, type Viewer } from "@careconnect/kit";
import type { InvoiceRow } from "./invoice.entity.ts";

/** What the commands of invoices refuse. */
export const invoiceErrors: readonly ErrorDefinition[] = [
  {
    code: "INVOICE_EMPTY",
    meaning: "the draft charges for nothing",
    remedy: "say what is charged for with `setInvoiceLines`, or void the draft",
  },
  {
    code: "OWN_INVOICE",
    meaning: "you are charged by the invoice yourself, as a patient",
    remedy: "have somebody else do it",
  },
  {
    code: "ALREADY_INVOICED",
    meaning: "another invoice stands for the visit, or in the place of the one that was withdrawn",
    remedy: "change or issue that one, or void it first",
  },
  {
    code: "VISIT_NOT_FULFILLED",
    meaning: "the visit has not taken place, as far as it was told here",
    remedy: "complete the visit first",
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

/** As the database says it, of two that are made at once. */
export function standsAlready(field: string): UserError {
  const message = "Another invoice stands there already: change or void that one.";
  return { code: "ALREADY_INVOICED", field: [field], message };
}

export function alreadyInvoiced(field: string): CommandRefusal {
  const { code, message } = standsAlready(field);
  return new CommandRefusal(code, [field], message);
}

export function notWithdrawn(field: string): CommandRefusal {
  return new CommandRefusal(
    "ILLEGAL_TRANSITION",
    [field],
    "This invoice was not withdrawn: void it first, or correct it with a credit note.",
  );
}

export function notTakenPlace(): CommandRefusal {
  return new CommandRefusal(
    "VISIT_NOT_FULFILLED",
    ["appointmentId"],
    "This visit has not taken place, as far as it was told here: complete it first.",
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

/** Refuses that somebody keeps the books about themselves. @throws CommandRefusal OWN_INVOICE */
export function requireOthers({ patientId }: Pick<InvoiceRow, "patientId">, viewer: Viewer, field: string): void {
  if (ownRecordsOf(viewer).includes(patientId))
    throw new CommandRefusal("OWN_INVOICE", [field], "This invoice charges you: somebody else has to do this.");
}
