import { CommandRefusal, defineCommand, knownUuid, notFound, requireVersion, timeZoneName } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { findLocations } from "../location/location.service.ts";
import { findSpecialties } from "../specialty/specialty.service.ts";
import { type Practice, readPractice, savePractices } from "./practice.service.ts";
import { ProviderRow } from "./provider.entity.ts";
import { providerRegistered, providerUpdated } from "./provider.events.ts";
import { changeProviders, registerProviders } from "./provider.policy.ts";
import { languageTags, mostLinks, providerName, specialtyCode } from "./provider.schema.ts";
import { ProviderStatus } from "./provider.status.ts";

const specialtyCodes = z.array(specialtyCode).max(mostLinks, `must be ${mostLinks} at most`);
const locationIds = z.array(z.string().transform(knownUuid)).max(mostLinks, `must be ${mostLinks} at most`);

export const registerProvider = defineCommand({
  name: "registerProvider",
  rule: registerProviders,
  entityType: "Provider",
  schema: z.object({
    givenName: providerName,
    familyName: providerName,
    specialties: specialtyCodes,
    locationIds: locationIds.nullish(),
    languages: languageTags.nullish(),
    timeZone: timeZoneName,
  }),
  async run(unit, { specialties, locationIds, languages, ...profile }) {
    const practice = await practiceNamed(unit.em, specialties, locationIds ?? []);
    const provider = unit.em.create(ProviderRow, {
      ...{ ...profile, languages: languages ?? [], status: ProviderStatus.ACTIVE },
    });
    await savePractices(unit.em, new Map([[provider, practice]]));
    unit.emit(() => providerRegistered(provider, practice));
    return provider.id;
  },
});

export const updateProvider = defineCommand({
  name: "updateProvider",
  rule: changeProviders,
  entityType: "Provider",
  schema: z.object({
    id: z.string(),
    expectedVersion: z.int(),
    givenName: providerName.optional(),
    familyName: providerName.optional(),
    specialties: specialtyCodes.optional(),
    locationIds: locationIds.optional(),
    languages: languageTags.optional(),
    timeZone: timeZoneName.optional(),
  }),
  async run(unit, { id, expectedVersion, specialties, locationIds, ...profile }) {
    const provider = await unit.em.findOne(
      ProviderRow,
      { id: knownUuid(id) },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!provider) throw notFound("id");
    requireVersion(provider, expectedVersion);
    const known = await readPractice(unit.em, provider.id);
    const practice = await practiceNamed(
      unit.em,
      specialties ?? known.specialties.map(({ code }) => code),
      locationIds ?? known.locationIds,
    );
    unit.em.assign(provider, profile as never);
    const practised = await savePractices(unit.em, new Map([[provider, practice]]));
    // The provider's version has to tell that what they practise changed, too.
    if (practised.size > 0) provider.updatedAt = new Date();
    await unit.em.flush();
    if (provider.version !== expectedVersion) unit.emit(() => providerUpdated(provider, practice));
    return provider.id;
  },
});

/** What the codes and ids of an input stand for. @throws CommandRefusal with the place of what there is not */
async function practiceNamed(
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
