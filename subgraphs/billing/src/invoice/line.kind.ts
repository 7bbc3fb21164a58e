import { registerEnumType } from "type-graphql";

/** What a line of an invoice is. */
export enum InvoiceLineKind {
  SERVICE = "SERVICE",
  FEE = "FEE",
  DISCOUNT = "DISCOUNT",
  TAX = "TAX",
}

registerEnumType(InvoiceLineKind, {
  name: "InvoiceLineKind",
  description: "What a line of an invoice is.",
  valuesConfig: {
    SERVICE: { description: "What was done, before tax." },
    FEE: { description: "What is to be paid although nothing was done, such as for a visit that was called off late." },
    DISCOUNT: { description: "What is let off: a negative amount." },
    TAX: { description: "The tax on what remains after the discount." },
  },
});
