import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
  searchedWords,
  titledBy,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { LocationRow } from "./location.entity.ts";
import { locationById } from "./location.loader.ts";
import { readLocations } from "./location.policy.ts";
import type { LocationFilter } from "./location.type.ts";

/** One location; null when there is none. */
export async function readLocation(context: RequestContext, id: string): Promise<LocationRow | null> {
  assertMay(context, readLocations);
  return locationById(context).load(knownUuid(id));
}

/** The organization's locations that have one of `ids`, by id. */
export async function findLocations(em: EntityManager, ids: readonly string[]): Promise<Map<string, LocationRow>> {
  const rows = await em.find(LocationRow, { id: { $in: [...new Set(ids)] } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** {@link readLocation} after a change: what the request has read of it before is forgotten. */
export async function rereadLocation(context: RequestContext, id: string): Promise<LocationRow | null> {
  locationById(context).clear(id);
  return readLocation(context, id);
}

/** The organization's locations by name, narrowed by `filter`. */
export function listLocations(
  context: RequestContext,
  page: PageArgs,
  filter: LocationFilter | null | undefined,
): Connection<LocationRow> {
  assertMay(context, readLocations);
  return connectionOf(context, LocationRow, {
    name: "locations",
    where: { $and: filterConditions(filter ?? {}) },
    orderBy: [
      ["name", "asc"],
      ["id", "asc"],
    ],
    page,
  });
}

function filterConditions(filter: LocationFilter): object[] {
  return [
    filter.externalId == null ? {} : { externalId: filter.externalId },
    filter.search == null ? {} : titledBy(searchedWords(filter.search)),
  ];
}
