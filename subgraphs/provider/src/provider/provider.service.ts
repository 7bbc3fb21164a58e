import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { searchByCredentials } from "../credential/credential.policy.ts";
import type { LocationRow } from "../location/location.entity.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { ProviderRow } from "./provider.entity.ts";
import { locationsByProvider, providerById, specialtiesByProvider } from "./provider.loader.ts";
import { readProviders } from "./provider.policy.ts";
import { within } from "./provider.search.ts";
import { type ProviderFilter, ProviderOrder } from "./provider.type.ts";

/** One provider; null when there is none. */
export async function readProvider(context: RequestContext, id: string): Promise<ProviderRow | null> {
  assertMay(context, readProviders);
  return providerById(context).load(knownUuid(id));
}

/** What one provider practises, by name. */
export async function listSpecialtiesOf(context: RequestContext, providerId: string): Promise<SpecialtyRow[]> {
  assertMay(context, readProviders);
  return (await specialtiesByProvider(context).load(providerId)) ?? [];
}

/** Where one provider sees patients, by name. */
export async function listLocationsOf(context: RequestContext, providerId: string): Promise<LocationRow[]> {
  assertMay(context, readProviders);
  return (await locationsByProvider(context).load(providerId)) ?? [];
}

/** The organization's providers, narrowed by `filter`. */
export async function listProviders(
  context: RequestContext,
  page: PageArgs,
  filter: ProviderFilter | null | undefined,
  orderBy: ProviderOrder | null | undefined,
): Promise<Connection<ProviderRow>> {
  assertMay(context, readProviders);
  if (filter?.credentialsExpireBefore != null) assertMay(context, searchByCredentials);
  return connectionOf(context, ProviderRow, {
    name: "providers",
    where: await within(context, filter ?? {}),
    orderBy: orders[orderBy ?? ProviderOrder.NAME_ASC],
    page,
  });
}

const orders: Readonly<Record<ProviderOrder, OrderBy<ProviderRow>>> = {
  NAME_ASC: [
    ["familyName", "asc"],
    ["givenName", "asc"],
    ["id", "asc"],
  ],
  NAME_DESC: [
    ["familyName", "desc"],
    ["givenName", "desc"],
    ["id", "desc"],
  ],
  // Of whom there is no rating, it is 0.
  RATING_DESC: [
    ["rating", "desc"],
    ["id", "desc"],
  ],
};
