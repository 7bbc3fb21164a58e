import {
  assertMay,
  type Connection,
  connectionBelow,
  connectionOf,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { readProviders } from "../provider/provider.policy.ts";
import { RatingRow } from "./rating.entity.ts";
import { ratingByAppointment, ratingById } from "./rating.loader.ts";
import { ratingsWithin, readRatings } from "./rating.policy.ts";
import { RatingStatus } from "./rating.status.ts";
import { type RatingFilter, RatingOrder } from "./rating.type.ts";
import { RatingChangeRow } from "./rating-change.entity.ts";

/** One rating; null when there is none or the viewer may not see it. */
export async function readRating(context: RequestContext, id: string): Promise<RatingRow | null> {
  assertMay(context, readRatings);
  return ratingById(context).load(knownUuid(id));
}

/** {@link readRating} after a change: what the request has read of it before is forgotten. */
export async function rereadRating(context: RequestContext, id: string): Promise<RatingRow | null> {
  ratingById(context).clear(id);
  ratingByAppointment(context).clearAll();
  return readRating(context, id);
}

/** The rating of one appointment; null when there is none or the viewer may not see it. */
export async function readRatingOf(context: RequestContext, appointmentId: string): Promise<RatingRow | null> {
  assertMay(context, readRatings);
  return ratingByAppointment(context).load(knownUuid(appointmentId));
}

/** The ratings that the viewer may see, narrowed by `filter`. */
export function listRatings(
  context: RequestContext,
  page: PageArgs,
  filter: RatingFilter | null | undefined,
  orderBy: RatingOrder | null | undefined,
): Connection<RatingRow> {
  const reach = assertMay(context, readRatings);
  return connectionOf(context, RatingRow, {
    name: "ratings",
    where: { $and: [ratingsWithin(reach, context.viewer), ...filterConditions(filter ?? {})] },
    orderBy: orders[orderBy ?? RatingOrder.RATED_AT_DESC],
    page,
    audit: { action: "rating.list", entityType: "Rating" },
  });
}

/** What is shown to everybody of one provider's ratings, the latest first. */
export function listPublishedRatings(
  context: RequestContext,
  providerId: string,
  page: PageArgs,
): Connection<RatingRow> {
  assertMay(context, readProviders);
  return connectionBelow(
    context,
    RatingRow,
    { key: "providerId", id: providerId },
    { name: "provider.ratings", where: { status: RatingStatus.PUBLISHED }, orderBy: orders.RATED_AT_DESC, page },
  );
}

/** How one rating that the viewer was shown came to be what it is, the latest first; the read of it is what is audited. */
export function listChanges(context: RequestContext, ratingId: string, page: PageArgs): Connection<RatingChangeRow> {
  assertMay(context, readRatings);
  return connectionBelow(
    context,
    RatingChangeRow,
    { key: "ratingId", id: ratingId },
    {
      ...{ name: "rating.history", where: {}, page },
      orderBy: [
        ["changedAt", "desc"],
        ["id", "desc"],
      ],
    },
  );
}

const orders: Readonly<Record<RatingOrder, OrderBy<RatingRow>>> = {
  RATED_AT_DESC: [
    ["createdAt", "desc"],
    ["id", "desc"],
  ],
  RATED_AT_ASC: [
    ["createdAt", "asc"],
    ["id", "asc"],
  ],
};

function filterConditions(filter: RatingFilter): object[] {
  return [
    filter.status == null ? {} : { status: { $in: filter.status } },
    filter.providerId == null ? {} : { providerId: knownUuid(filter.providerId) },
  ];
}
