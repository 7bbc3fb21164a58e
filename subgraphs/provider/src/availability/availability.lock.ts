import { type CommandUnit, type Reach, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";
import { providersWithin } from "./availability.policy.ts";

/** What `expectedVersion` of a command about a provider's hours is. */
export const versionDescription =
  "The provider's version that you decided on; VERSION_CONFLICT when there is a newer one.";

/**
 * The provider whose hours the caller may change, locked until the command ends: of two simultaneous changes the second
 * sees the whole of the first. Null when there is none, or none within reach.
 */
export async function lockProvider(
  unit: CommandUnit,
  id: string,
  reach: Reach,
  expected: number | null | undefined,
): Promise<ProviderRow | null> {
  const provider = await unit.em.findOne(
    ProviderRow,
    { $and: [{ id }, providersWithin(reach)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (provider) requireVersion(provider, expected ?? undefined);
  return provider;
}
