import {
  assertMay,
  type Connection,
  connectionBelow,
  type PageArgs,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import type { ConsentRow } from "./consent.entity.ts";
import { consentById, consentsByPatient, consentsOfSame } from "./consent.loader.ts";
import { consentsWithin, readConsents } from "./consent.policy.ts";
import { ConsentVersionRow } from "./consent-version.entity.ts";

/** One consent, as it is now: what the request has read of it before is forgotten. */
export async function rereadConsent(context: RequestContext, id: string): Promise<ConsentRow | null> {
  assertMay(context, readConsents);
  consentById(context).clear(id);
  return consentById(context).load(id);
}

/** What a patient said last about each thing; null for who may not know. */
export async function listConsents(context: RequestContext, patientId: string): Promise<ConsentRow[] | null> {
  if (reachOf(context.viewer, readConsents).length === 0) return null;
  return consentsByPatient(context).load(patientId);
}

/** All that was ever said about one thing, by any record of the patient, the latest first. */
export async function listConsentVersions(
  context: RequestContext,
  consentId: string,
  page: PageArgs,
): Promise<Connection<ConsentVersionRow>> {
  const reach = assertMay(context, readConsents);
  const same = (await consentsOfSame(context).load(consentId)) ?? [];
  return connectionBelow(
    context,
    ConsentVersionRow,
    { key: "consentId", id: same },
    {
      name: "consentVersions",
      where: consentsWithin(reach),
      orderBy: [
        ["decidedAt", "desc"],
        ["id", "desc"],
      ],
      page,
      audit: { action: readConsents.action, entityType: "Consent" },
    },
  );
}
