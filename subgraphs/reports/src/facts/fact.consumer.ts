import type { ConsumerDefinition } from "@careconnect/kit";
import { applyEvents, reportedTypes } from "./fact.projection.ts";

/** Keeps the read model up to date. */
export const factConsumer: ConsumerDefinition = {
  name: "facts",
  handles: Object.fromEntries(reportedTypes.map((type) => [type, ({ em }, event) => applyEvents(em, [event])])),
};
