import { randomUUID } from "node:crypto";
import {
  type CommandUnit,
  defineCommand,
  knownUuid,
  notFound,
  type Reach,
  requireVersion,
  type Viewer,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { ProviderRow } from "../provider/provider.entity.ts";
import { RatingRow } from "./rating.entity.ts";
import { notVisited, ratingConflicts, requireBefore, requireOthers, reversalUnexplained } from "./rating.errors.ts";
import { providerRated, providerRatingChanged } from "./rating.events.ts";
import { changeRatings, moderateRatings, rateProviders, ratingsWithin } from "./rating.policy.ts";
import { RatingStatus } from "./rating.status.ts";
import { firstStatus, type RatingStep, statusAfter } from "./rating.transition.ts";
import { RatingDecision } from "./rating.type.ts";
import { editingDays, editingEnd, ratingDays, ratingEnd } from "./rating.window.ts";
import { RatingChangeRow } from "./rating-change.entity.ts";
import { awaitVisit, findVisit } from "./visit.service.ts";

const score = z.int("must be a whole number").min(1, "must be 1 at least").max(5, "must be 5 at most");
const feedback = z
  .string()
  .trim()
  .min(1, "must not be empty: leave it out, or take it back with null")
  .max(2_000, "must have 2,000 characters at most");

export const rateProvider = defineCommand({
  name: "rateProvider",
  rule: rateProviders,
  entityType: "Rating",
  schema: z.object({
    appointmentId: z.string().transform(knownUuid),
    score,
    feedback: feedback.nullish(),
    anonymous: z.boolean().nullish(),
  }),
  before: (context, { appointmentId }, reach) => awaitVisit(context, appointmentId, reach),
  async run({ em, emit, touch }, { appointmentId, score, anonymous, ...body }, { viewer }, reach) {
    const visit = await findVisit(em, appointmentId, reach);
    // The visit of a provider who was never registered here is nobody's rating.
    const provider = visit && (await em.findOne(ProviderRow, { id: visit.providerId }));
    if (!provider) throw notVisited();
    requireBefore(
      ratingEnd(visit.fulfilledAt),
      "appointmentId",
      `A visit can be rated for ${ratingDays} days; this one`,
    );
    const feedback = body.feedback ?? null;
    const rating = em.create(RatingRow, {
      // Ids that grow would tell the moment, and by it the visit.
      id: randomUUID(),
      ...{ appointmentId, patientId: visit.patientId, providerId: provider.id },
      ...{ score, feedback, anonymous: anonymous ?? false, status: firstStatus(feedback) },
    } as never);
    keepChange(em, rating, viewer);
    touch(rating.id, rating.patientId);
    emit(() => providerRated(rating));
    return rating.id;
  },
  conflicts: ratingConflicts,
});

export const updateRating = defineCommand({
  name: "updateRating",
  rule: changeRatings,
  entityType: "Rating",
  schema: z.object({
    id: z.string(),
    expectedVersion: z.int(),
    score: score.optional(),
    feedback: feedback.nullable().optional(),
    anonymous: z.boolean().optional(),
  }),
  async run(unit, { id, expectedVersion, ...changes }, { viewer }, reach) {
    const rating = await lockRating(unit, id, reach, viewer);
    requireVersion(rating, expectedVersion);
    const status = statusAfter(stepOf(rating, changes), rating.status);
    requireBefore(editingEnd(rating.createdAt), "id", `A rating can be changed for ${editingDays} days; this one`);
    unit.em.assign(rating, { ...changes, status } as never);
    if (status !== RatingStatus.REJECTED) rating.rejectionReason = null;
    await unit.em.flush();
    if (rating.version !== expectedVersion) saveChange(unit, rating, viewer);
    return rating.id;
  },
});

export const withdrawRating = defineCommand({
  name: "withdrawRating",
  rule: changeRatings,
  entityType: "Rating",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish() }),
  async run(unit, { id, expectedVersion }, { viewer }, reach) {
    const rating = await lockRating(unit, id, reach, viewer);
    requireVersion(rating, expectedVersion ?? undefined);
    rating.status = statusAfter("withdraw", rating.status);
    rating.feedback = null;
    rating.rejectionReason = null;
    saveChange(unit, rating, viewer);
    return rating.id;
  },
});

export const moderateRating = defineCommand({
  name: "moderateRating",
  rule: moderateRatings,
  entityType: "Rating",
  schema: z
    .object({
      id: z.string(),
      decision: z.enum(RatingDecision),
      reason: z.string().trim().min(10, "must have 10 characters at least").max(500, "must have 500 at most").nullish(),
      expectedVersion: z.int(),
    })
    .refine(({ decision, reason }) => decision !== RatingDecision.REJECT || reason != null, {
      path: ["reason"],
      error: "must be there when a rating is rejected",
    }),
  async run(unit, { id, decision, reason = null, expectedVersion }, { viewer }, reach) {
    const rating = await lockRating(unit, id, reach, {});
    requireOthers(rating, viewer);
    requireVersion(rating, expectedVersion);
    const isRejection = decision === RatingDecision.REJECT;
    const wasRejected = rating.status === RatingStatus.REJECTED;
    rating.status = statusAfter(isRejection ? "reject" : "publish", rating.status);
    if (wasRejected && reason === null) throw reversalUnexplained();
    rating.rejectionReason = isRejection ? reason : null;
    saveChange(unit, rating, viewer, reason);
    return rating.id;
  },
});

/** The rating, locked until the command ends: of two simultaneous changes the second sees what the first left. */
async function lockRating(
  { em, touch }: CommandUnit,
  id: string,
  reach: Reach,
  viewer: Partial<Pick<Viewer, "providerId">>,
): Promise<RatingRow> {
  const rating = await em.findOne(
    RatingRow,
    { $and: [{ id: knownUuid(id) }, ratingsWithin(reach, viewer)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!rating) throw notFound("id");
  touch(rating.id, rating.patientId);
  return rating;
}

/** What is done to a rating by what is given; undefined leaves it. */
function stepOf(
  known: RatingRow,
  given: { readonly score?: number | undefined; readonly feedback?: string | null | undefined },
): RatingStep {
  const { feedback = known.feedback ?? null, score = known.score } = given;
  if (feedback !== (known.feedback ?? null)) return feedback === null ? "removeText" : "changeText";
  return score === known.score ? "keepText" : "changeScore";
}

function saveChange({ em, emit }: CommandUnit, rating: RatingRow, viewer: Viewer, reason: string | null = null): void {
  keepChange(em, rating, viewer, reason);
  emit(() => providerRatingChanged(rating));
}

function keepChange(
  em: EntityManager,
  rating: RatingRow,
  { userId }: Viewer,
  decisionReason: string | null = null,
): void {
  const { id: ratingId, status, score, feedback, rejectionReason } = rating;
  em.create(RatingChangeRow, {
    id: randomUUID(),
    ...{ ratingId, status, score, feedback, rejectionReason, decisionReason },
    ...{ changedAt: new Date(), actorId: userId },
  } as never);
}
