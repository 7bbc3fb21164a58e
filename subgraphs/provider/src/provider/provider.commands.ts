import { defineCommand, knownUuid, notFound, requireVersion, timeZoneName } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { practiceNamed, readPractice, savePractices } from "./practice.service.ts";
import { ProviderRow } from "./provider.entity.ts";
import { providerUpdated } from "./provider.events.ts";
import { changeProviders, registerProviders } from "./provider.policy.ts";
import { createProvider } from "./provider.registration.ts";
import { languageTags, locationIds, providerName, specialtyCodes } from "./provider.schema.ts";

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
    const provider = await createProvider(unit, { ...profile, languages: languages ?? [] }, practice);
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
