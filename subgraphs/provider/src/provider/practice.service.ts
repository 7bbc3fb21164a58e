import { CommandRefusal } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { findLocations } from "../location/location.service.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { findSpecialties } from "../specialty/specialty.service.ts";
import type { ProviderRow } from "./provider.entity.ts";
import { ProviderLocationRow } from "./provider-location.entity.ts";
import { ProviderSpecialtyRow } from "./provider-specialty.entity.ts";

/** What a provider practises and where. */
export interface Practice {
  readonly specialties: readonly SpecialtyRow[];
  readonly locationIds: readonly string[];
}

/** What a provider practises and where, as the open transaction has it. */
export async function readPractice(em: EntityManager, providerId: string): Promise<Practice> {
  const specialties = await em.find(ProviderSpecialtyRow, { providerId }, { populate: ["specialty"] });
  const places = await em.find(ProviderLocationRow, { providerId });
  return {
    specialties: specialties.map(({ specialty }) => specialty),
    locationIds: places.map(({ location }) => location.id),
  };
}

/**
 * Makes what providers practise and where exactly what `practices` say, in the open transaction: one read per link type.
 * Answers with the ids of those for whom something changed.
 */
export async function savePractices(
  em: EntityManager,
  practices: ReadonlyMap<ProviderRow, Practice>,
): Promise<Set<string>> {
  const ofThem = { providerId: { $in: [...practices.keys()].map(({ id }) => id) } };
  const specialtyLinks = await em.find(ProviderSpecialtyRow, ofThem);
  const locationLinks = await em.find(ProviderLocationRow, ofThem);
  const changed = new Set<string>();

  for (const [{ id: providerId }, { specialties, locationIds }] of practices) {
    const practised = specialtyLinks.filter((link) => link.providerId === providerId);
    const places = locationLinks.filter((link) => link.providerId === providerId);
    const dropped = [
      ...practised.filter((link) => !specialties.includes(link.specialty)),
      ...places.filter((link) => !locationIds.includes(link.location.id)),
    ];
    for (const link of dropped) em.remove(link);
    const added = [
      ...specialties
        .filter((specialty) => !practised.some((link) => link.specialty === specialty))
        .map((specialty) => em.create(ProviderSpecialtyRow, { providerId, specialty })),
      ...locationIds
        .filter((location) => !places.some((link) => link.location.id === location))
        .map((location) => em.create(ProviderLocationRow, { providerId, location })),
    ];
    if (dropped.length + added.length > 0) changed.add(providerId);
  }
  return changed;
}

/** What the codes and ids of an input stand for. @throws CommandRefusal with the place of what there is not */
export async function practiceNamed(
  em: EntityManager,
  codes: readonly string[],
  locationIds: readonly string[],
): Promise<Practice> {
  const catalogue = await findSpecialties(em, codes);
  const unknown = codes.findIndex((code) => !catalogue.has(code));
  if (unknown >= 0) {
    throw new CommandRefusal(
      "VALIDATION_FAILED",
      ["specialties", String(unknown)],
      "This is no specialty of the organization's catalogue: `specialties` lists their codes.",
    );
  }
  const places = await findLocations(em, locationIds);
  const nowhere = locationIds.findIndex((id) => !places.has(id));
  if (nowhere >= 0) {
    throw new CommandRefusal(
      "NOT_FOUND",
      ["locationIds", String(nowhere)],
      "There is no such location: `locations` lists them.",
    );
  }
  return { specialties: [...catalogue.values()], locationIds: [...places.keys()] };
}
