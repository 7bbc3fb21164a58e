import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { readProviders } from "../provider/provider.policy.ts";
import { CredentialRow } from "./credential.entity.ts";
import { CredentialKind } from "./credential.kind.ts";
import { credentialsWithin, readCredentials } from "./credential.policy.ts";
import { type LicensedSpan, licensedDays } from "./licensed.days.ts";

/** The credentials of providers as far as the viewer may see them, the latest first. */
export const credentialsByProvider = defineLoader<string, CredentialRow[]>(async (context, providerIds) => {
  const reach = assertMay(context, readCredentials);
  const rows = await context.em
    .fork()
    .find(
      CredentialRow,
      { $and: [{ providerId: { $in: [...providerIds] } }, credentialsWithin(reach)] },
      { orderBy: [{ issuedOn: "desc" }, { id: "desc" }] },
    );
  return groupedInOrderOf(providerIds, rows, ({ providerId }) => String(providerId));
});

/** The days that the licences of providers cover; null where none was ever recorded. */
export const licensedDaysByProvider = defineLoader<string, LicensedSpan[]>(async (context, providerIds) => {
  assertMay(context, readProviders);
  const licences = await context.em
    .fork()
    .find(
      CredentialRow,
      { providerId: { $in: [...providerIds] }, kind: CredentialKind.MEDICAL_LICENSE },
      { fields: ["providerId", "kind", "status", "issuedOn", "expiresOn"] },
    );
  return groupedInOrderOf(providerIds, licences, ({ providerId }) => String(providerId)).map(licensedDays);
});
