import { assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import type { LocationRow } from "../location/location.entity.ts";
import { readLocations } from "../location/location.policy.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { readSpecialties } from "../specialty/specialty.policy.ts";
import { ProviderRow } from "./provider.entity.ts";
import { readProviders } from "./provider.policy.ts";
import { ProviderLocationRow } from "./provider-location.entity.ts";
import { ProviderSpecialtyRow } from "./provider-specialty.entity.ts";

/** Providers by id; null for what is not there. */
export const providerById = defineLoader<string, ProviderRow>(async (context, ids) => {
  assertMay(context, readProviders);
  const rows = await context.em.fork().find(ProviderRow, { id: { $in: [...ids] } });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The specialties of providers, by name. */
export const specialtiesByProvider = defineLoader<string, SpecialtyRow[]>(async (context, providerIds) => {
  assertMay(context, readSpecialties);
  const links = await context.em
    .fork()
    .find(
      ProviderSpecialtyRow,
      { providerId: { $in: [...providerIds] } },
      { populate: ["specialty"], strategy: "joined", orderBy: { specialty: { name: "asc", code: "asc" } } },
    );
  return groupedInOrderOf(providerIds, links, ({ providerId }) => providerId).map((group) =>
    group.map(({ specialty }) => specialty),
  );
});

/** The locations of providers, by name. */
export const locationsByProvider = defineLoader<string, LocationRow[]>(async (context, providerIds) => {
  assertMay(context, readLocations);
  const links = await context.em
    .fork()
    .find(
      ProviderLocationRow,
      { providerId: { $in: [...providerIds] } },
      { populate: ["location"], strategy: "joined", orderBy: { location: { name: "asc", id: "asc" } } },
    );
  return groupedInOrderOf(providerIds, links, ({ providerId }) => providerId).map((group) =>
    group.map(({ location }) => location),
  );
});
