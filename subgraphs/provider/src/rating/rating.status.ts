import { registerEnumType } from "type-graphql";

/** Where a rating stands with moderation. */
export enum RatingStatus {
  PENDING = "PENDING",
  PUBLISHED = "PUBLISHED",
  REJECTED = "REJECTED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(RatingStatus, {
  name: "RatingStatus",
  description: "Where a rating stands with moderation.",
  valuesConfig: {
    PENDING: { description: "Its text waits to be read: the score counts, the text is not shown." },
    PUBLISHED: { description: "Shown among the provider's ratings. One without a text is from the start." },
    REJECTED: { description: "Administration has refused it: it is not shown, and its score does not count." },
    WITHDRAWN: { description: "The patient took it back, for good: it is not shown, and its score does not count." },
  },
});

/**
 * Whether a score is part of the provider's average. One counts at once: what moderation reads is the text, and an average
 * that waited for it would follow how busy administration is. A rating that is rejected counts no longer.
 */
export function isCounted(status: RatingStatus): boolean {
  return status === RatingStatus.PENDING || status === RatingStatus.PUBLISHED;
}
