import { boundOrganization, payloadRows } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import { providerRatedEvent, providerRatingChangedEvent } from "./rating.events.ts";

/** The events that averages are made of. */
const tallied = [providerRatedEvent, providerRatingChangedEvent] as const;

type RatingFacts = z.output<typeof providerRatedEvent.payload>;

interface ToldRating {
  readonly payload: RatingFacts;
  readonly aggregateVersion: number;
}

const scores = [1, 2, 3, 4, 5];

const saving = `
  insert into counted_rating (organization_id, rating_id, provider_id, score, counted, aggregate_version)
  select ?::uuid, "ratingId", "providerId", score, counted, version
  from jsonb_to_recordset(?::jsonb) as told (
    "ratingId" uuid, "providerId" uuid, score smallint, counted boolean, version integer)
  on conflict (organization_id, rating_id) do update
    set provider_id = excluded.provider_id, score = excluded.score, counted = excluded.counted,
        aggregate_version = excluded.aggregate_version
    where counted_rating.aggregate_version < excluded.aggregate_version`;

/**
 * Applies what events say of ratings, each of another one, in the transaction that `em` has open. Whoever counts for a
 * provider has their row locked first, so that the one who comes second sees what the first has saved.
 */
export async function applyRatings(em: EntityManager, events: readonly ToldRating[]): Promise<void> {
  const providerIds = `{${[...new Set(events.map(({ payload }) => payload.providerId))].join()}}`;
  // Before any row, so that this and a recount wait for each other in one order.
  await em.execute("lock table counted_rating in row exclusive mode");
  // Likewise in one order; who adds what refers to a provider is not kept waiting.
  await em.execute(
    "select from provider where organization_id = ? and id = any(?::uuid[]) order by id for no key update",
    [boundOrganization(em), providerIds],
  );
  await em.execute(saving, [boundOrganization(em), payloadRows(events)]);
  await count(em, "provider.id = any(?::uuid[])", [providerIds]);
}

/**
 * Forgets what was counted in the organization of `em` and counts anew what the log has, in the transaction that `em` has
 * open: readers see the old numbers until it commits, and whoever applies events waits for it.
 */
export async function recountRatings(em: EntityManager): Promise<void> {
  const organizationId = boundOrganization(em);
  await em.execute("lock table counted_rating in share row exclusive mode");
  await em.execute("delete from counted_rating where organization_id = ?", [organizationId]);
  await em.execute(
    `insert into counted_rating (organization_id, rating_id, provider_id, score, counted, aggregate_version)
     select distinct on (aggregate_id) organization_id, "ratingId", "providerId", score, counted, aggregate_version
     from outbox_event, jsonb_to_record(payload) as told (
       "ratingId" uuid, "providerId" uuid, score smallint, counted boolean)
     where organization_id = ? and type = any(?::text[])
     order by aggregate_id, aggregate_version desc`,
    [organizationId, `{${tallied.map(({ type }) => type).join()}}`],
  );
  await count(em, "true", []);
}

/** Writes to providers how often they have each score, and the mean. Their version is of what administration writes. */
async function count(em: EntityManager, which: string, parameters: unknown[]): Promise<void> {
  await em.execute(
    `update provider set rating_counts = tally.counts, rating = tally.mean
     from (
       select provider.id, coalesce(avg(rated.score), 0)::float8 as mean,
         array[${scores.map((score) => `count(*) filter (where rated.score = ${score})`).join()}]::integer[] as counts
       from provider left join counted_rating rated
         on rated.organization_id = provider.organization_id and rated.provider_id = provider.id and rated.counted
       where provider.organization_id = ? and ${which}
       group by provider.id
     ) as tally
     where provider.id = tally.id and (provider.rating_counts, provider.rating) is distinct from (tally.counts, tally.mean)`,
    [boundOrganization(em), ...parameters],
  );
}
