import { type ConsumerDefinition, handling } from "@careconnect/kit";
import { providerRatedEvent, providerRatingChangedEvent } from "./rating.events.ts";
import { applyRatings } from "./rating.tally.ts";

const applyRating = handling(providerRatedEvent.payload, ({ em }, events) => applyRatings(em, events));

/** Keeps the averages of providers, from our own events: so they can be made anew of the log, and are the same. */
export const ratingConsumer: ConsumerDefinition = {
  name: "ratings",
  handles: { [providerRatedEvent.type]: applyRating, [providerRatingChangedEvent.type]: applyRating },
};
