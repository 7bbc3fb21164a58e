import { CommandRefusal, defineCommand } from "@careconnect/kit";
import { z } from "zod";
import { findSpecialties } from "../specialty/specialty.service.ts";
import { savePractices } from "./practice.service.ts";
import { ProviderRow } from "./provider.entity.ts";
import { providerRegistered } from "./provider.events.ts";
import { registerProviders } from "./provider.policy.ts";
import { mostLinks, providerName, specialtyCode, timeZoneName } from "./provider.schema.ts";
import { ProviderStatus } from "./provider.status.ts";

export const registerProvider = defineCommand({
  name: "registerProvider",
  rule: registerProviders,
  entityType: "Provider",
  schema: z.object({
    givenName: providerName,
    familyName: providerName,
    specialties: z.array(specialtyCode).max(mostLinks, `must be ${mostLinks} at most`),
    timeZone: timeZoneName,
  }),
  async run(unit, { specialties: codes, ...profile }) {
    const catalogue = await findSpecialties(unit.em, codes);
    const unknown = codes.findIndex((code) => !catalogue.has(code));
    if (unknown >= 0) {
      throw new CommandRefusal(
        "VALIDATION_FAILED",
        ["specialties", String(unknown)],
        "must be the code of a specialty of the organization's catalogue: `specialties` lists them",
      );
    }
    const provider = unit.em.create(ProviderRow, { ...profile, status: ProviderStatus.ACTIVE });
    const practice = { specialties: [...catalogue.values()], locationIds: [] };
    await savePractices(unit.em, new Map([[provider, practice]]));
    unit.emit(() => providerRegistered(provider, practice));
    return provider.id;
  },
});
