import { connectionType, LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { RatingStatus } from "./rating.status.ts";

@ObjectType({ description: "What a patient says of a provider after a visit, for themselves and for administration." })
export class Rating {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => Int, { description: "1 to 5, where 5 is the best." })
  score!: number;

  @Field(() => String, { nullable: true, description: "In the patient's words; null once it is withdrawn." })
  feedback!: string | null;

  @Field(() => Boolean, { description: "Whether administration is not told who wrote it." })
  anonymous!: boolean;

  @Field(() => RatingStatus, { description: "Where it stands with moderation." })
  status!: RatingStatus;

  @Field(() => String, { nullable: true, description: "Why it is rejected, in the words of who did it." })
  rejectionReason!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

@ObjectType({ description: "How a rating became at one time." })
export class RatingChange {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => RatingStatus, { description: "Where it stood with moderation since." })
  status!: RatingStatus;

  @Field(() => Int, { description: "The score since." })
  score!: number;

  @Field(() => String, { nullable: true, description: "The text since." })
  feedback!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was rejected, when it was." })
  rejectionReason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Why administration decided so, for or against; null where the patient did it, or nothing was said.",
  })
  decisionReason!: string | null;
}

@ObjectType({ description: "A rating as everybody sees it: nobody is told who wrote it." })
export class PublishedRating {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => Int, { description: "1 to 5, where 5 is the best." })
  score!: number;

  @Field(() => String, { nullable: true, description: "In the patient's words, if there are any." })
  feedback!: string | null;

  @Field(() => LocalDate, { description: "The day on which it was given, in UTC." })
  ratedOn!: string;
}

@ObjectType({ description: "How often a provider was given one score." })
export class RatingCount {
  @Field(() => Int, { description: "1 to 5, where 5 is the best." })
  score!: number;

  @Field(() => Int, { description: "How many ratings have it." })
  count!: number;
}

export const RatingConnection = connectionType("Rating", () => Rating, "ratings");
export const RatingChangeConnection = connectionType("RatingChange", () => RatingChange, "changes of a rating");
export const PublishedRatingConnection = connectionType("PublishedRating", () => PublishedRating, "published ratings");

export const RateProviderPayload = payloadType("RateProvider", "rating", () => Rating);
export const UpdateRatingPayload = payloadType("UpdateRating", "rating", () => Rating);
export const WithdrawRatingPayload = payloadType("WithdrawRating", "rating", () => Rating);
export const ModerateRatingPayload = payloadType("ModerateRating", "rating", () => Rating);

@InputType({ description: "Narrows a list of ratings; all that is given must hold." })
export class RatingFilter {
  @Field(() => [RatingStatus], { nullable: true, description: "Has one of these statuses." })
  status?: RatingStatus[] | null;

  @Field(() => ID, { nullable: true, description: "Is of the provider of this id." })
  providerId?: string | null;
}

/** How a list of ratings is sorted. */
export enum RatingOrder {
  RATED_AT_DESC = "RATED_AT_DESC",
  RATED_AT_ASC = "RATED_AT_ASC",
}

registerEnumType(RatingOrder, {
  name: "RatingOrder",
  description: "How a list of ratings is sorted.",
  valuesConfig: {
    RATED_AT_DESC: { description: "The latest first. The default." },
    RATED_AT_ASC: { description: "The oldest first, as a queue is worked off." },
  },
});

/** What administration decides of a rating. */
export enum RatingDecision {
  PUBLISH = "PUBLISH",
  REJECT = "REJECT",
}

registerEnumType(RatingDecision, {
  name: "RatingDecision",
  description: "What administration decides of a rating.",
  valuesConfig: {
    PUBLISH: { description: "It is shown, and its score counts: of one that is PENDING or REJECTED." },
    REJECT: {
      description: "It is not shown, and its score does not count, for a reason: of one that is PENDING or PUBLISHED.",
    },
  },
});
