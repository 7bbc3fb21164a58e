import type { BatchConsumerDefinition } from "@careconnect/kit";
import { applyEvents, reportedTypes } from "./fact.projection.ts";

/** Keeps the read model up to date. Events of one organization take turns, so that many at once are one turn. */
export const factConsumer: BatchConsumerDefinition = {
  name: "facts",
  types: reportedTypes,
  handleBatch: ({ em }, events) => applyEvents(em, events),
};
