import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** What the events said of a rating: what averages are made of, and made of anew. */
export const CountedRating = defineEntity({
  name: "CountedRating",
  tableName: "counted_rating",
  properties: {
    organizationId: p.uuid().primary(),
    ratingId: p.uuid().primary(),
    providerId: p.uuid(),
    score: p.smallint(),
    counted: p.boolean(),
    /** The rating's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
  indexes: [
    {
      name: "counted_rating_of_provider",
      expression:
        "create index counted_rating_of_provider on counted_rating (organization_id, provider_id, score) where counted",
    },
  ],
});

export type CountedRating = InferEntity<typeof CountedRating>;
