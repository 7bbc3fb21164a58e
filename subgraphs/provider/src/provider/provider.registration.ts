import type { CommandUnit } from "@careconnect/kit";
import { type Practice, savePractices } from "./practice.service.ts";
import { ProviderRow } from "./provider.entity.ts";
import { providerRegistered } from "./provider.events.ts";
import { ProviderStatus } from "./provider.status.ts";

/** A new provider in the open transaction, who may see patients at once. */
export async function createProvider(
  unit: CommandUnit,
  profile: Pick<ProviderRow, "givenName" | "familyName" | "timeZone" | "languages">,
  practice: Practice,
): Promise<ProviderRow> {
  const provider = unit.em.create(ProviderRow, { ...profile, status: ProviderStatus.ACTIVE });
  await savePractices(unit.em, new Map([[provider, practice]]));
  unit.emit(() => providerRegistered(provider, practice));
  return provider;
}
