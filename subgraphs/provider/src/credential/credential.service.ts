import { assertMay, dayIn, type RequestContext, reachOf } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { readProviders } from "../provider/provider.policy.ts";
import { CredentialRow } from "./credential.entity.ts";
import { credentialsByProvider, licensedDaysByProvider } from "./credential.loader.ts";
import { readCredentials } from "./credential.policy.ts";
import { LicenseStatus } from "./license.status.ts";
import { spanOn } from "./licensed.days.ts";

type Calendar = Pick<ProviderRow, "id" | "timeZone">;

/** A provider's credentials, the latest first; null for who may not see them. */
export async function listCredentials(context: RequestContext, providerId: string): Promise<CredentialRow[] | null> {
  const reach = reachOf(context.viewer, readCredentials);
  const isSeen = reach.some(
    (way) => way.relation === "organization" || ("providerId" in way && way.providerId === providerId),
  );
  return isSeen ? credentialsByProvider(context).load(providerId) : null;
}

/** Whether a provider's licences cover today, on their own calendar. */
export async function licenseStatusOf(context: RequestContext, { id, timeZone }: Calendar): Promise<LicenseStatus> {
  assertMay(context, readProviders);
  const spans = await licensedDaysByProvider(context).load(id);
  if (spans === null) return LicenseStatus.NOT_RECORDED;
  return spanOn(spans, dayIn(timeZone, new Date())) ? LicenseStatus.CURRENT : LicenseStatus.LAPSED;
}

/** The last day that a provider's licences cover without a gap from today on; null when there is none. */
export async function licensedUntil(context: RequestContext, { id, timeZone }: Calendar): Promise<string | null> {
  assertMay(context, readProviders);
  const spans = await licensedDaysByProvider(context).load(id);
  return spanOn(spans ?? [], dayIn(timeZone, new Date()))?.until ?? null;
}

/** A provider's credentials, as the open transaction has them. */
export function credentialsOf(em: EntityManager, providerId: string): Promise<CredentialRow[]> {
  return em.find(CredentialRow, { providerId }, { refresh: true });
}
