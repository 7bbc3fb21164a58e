import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { PayerRow } from "./payer.entity.ts";

const facts = z.object({ payerId: z.uuid() });

export const payerRegisteredEvent = defineEvent("payer.registered", 1, {
  aggregateType: "Payer",
  description: "There is a new payer.",
  payload: facts,
});

export const payerUpdatedEvent = defineEvent("payer.updated", 1, {
  aggregateType: "Payer",
  description: "A payer's record changed, not how.",
  payload: facts,
});

type Making = (row: PayerRow, options?: { readonly imported?: boolean }) => DomainEvent;

const making =
  (definition: EventDefinition<typeof facts>): Making =>
  (row, options) =>
    definition.of(row, { payerId: row.id }, options);

export const payerRegistered = making(payerRegisteredEvent);
export const payerUpdated = making(payerUpdatedEvent);
