import type { ConsumerDefinition, EventHandler } from "@careconnect/kit";
import { applyEvents, reportedTypes } from "./fact.projection.ts";

const apply: EventHandler = ({ em }, events) => applyEvents(em, events);

/** Keeps the read model up to date. Events of one organization take turns, so that many at once are one turn. */
export const factConsumer: ConsumerDefinition = {
  name: "facts",
  handles: Object.fromEntries(reportedTypes.map((type) => [type, apply])),
};
