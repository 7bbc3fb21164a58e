import { registerEnumType } from "type-graphql";

/** Where an invoice stands. */
export enum InvoiceStatus {
  DRAFT = "DRAFT",
  ISSUED = "ISSUED",
  PAID = "PAID",
  VOID = "VOID",
  OVERDUE = "OVERDUE",
}

registerEnumType(InvoiceStatus, {
  name: "InvoiceStatus",
  description: "Where an invoice stands.",
  valuesConfig: {
    DRAFT: { description: "Not issued yet: it may still change." },
    ISSUED: { description: "Issued, and not paid in full." },
    PAID: { description: "Nothing is owed of it any more: it was paid in full, or what was not paid was credited." },
    VOID: { description: "Withdrawn: nothing is owed for it." },
    OVERDUE: { description: "Issued, and not paid in full when it was due." },
  },
});
