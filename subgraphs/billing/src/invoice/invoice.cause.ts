import { registerEnumType } from "type-graphql";

/** What an invoice was made for. */
export enum InvoiceCause {
  VISIT = "VISIT",
  CANCELLATION = "CANCELLATION",
}

registerEnumType(InvoiceCause, {
  name: "InvoiceCause",
  description: "What an invoice was made for.",
  valuesConfig: {
    VISIT: { description: "A visit took place." },
    CANCELLATION: { description: "A visit was called off so late that it costs a fee." },
  },
});
