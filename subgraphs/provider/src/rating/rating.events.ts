import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { RatingRow } from "./rating.entity.ts";
import { isCounted } from "./rating.status.ts";

/**
 * The score of whom, and whether it counts; never what was written, by whom, or after which visit. Not of anonymous ratings
 * alone: one that becomes anonymous later was told before.
 */
const facts = z.object({
  ratingId: z.uuid(),
  providerId: z.uuid(),
  score: z.int().min(1).max(5),
  counted: z.boolean().describe("whether the score is part of the provider's average"),
});

export const providerRatedEvent = defineEvent("provider.rated", 1, {
  aggregateType: "Rating",
  description: "A patient rated a provider after a visit. Who acted is withheld, whether it is anonymous or not.",
  payload: facts,
  withholdsActor: true,
});

export const providerRatingChangedEvent = defineEvent("provider.rating.changed", 1, {
  aggregateType: "Rating",
  description:
    "A rating was changed, withdrawn or decided on by administration: the payload is how it is now. Who acted is withheld.",
  payload: facts,
  withholdsActor: true,
});

const making =
  (definition: EventDefinition<typeof facts>) =>
  (row: RatingRow): DomainEvent =>
    definition.of(row, {
      ratingId: row.id,
      providerId: String(row.providerId),
      score: row.score,
      counted: isCounted(row.status),
    });

export const providerRated = making(providerRatedEvent);
export const providerRatingChanged = making(providerRatingChangedEvent);
