import { type ConsumerDefinition, careVisitHandlers } from "@careconnect/kit";

/** Keeps what decides here whom a provider may see, and whose records may be merged, and is decided elsewhere. */
export const careConsumer: ConsumerDefinition = { name: "care-visits", handles: careVisitHandlers };
