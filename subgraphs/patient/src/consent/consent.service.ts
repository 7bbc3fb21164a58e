import {
  assertMay,
  type Connection,
  connectionBelow,
  type PageArgs,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import type { ConsentRow } from "./consent.entity.ts";
import { consentById, consentsByPatient } from "./consent.loader.ts";
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

/** All that was ever said about one thing, the latest first. */
export function listConsentVersions(
  context: RequestContext,
  consentId: string,
  page: PageArgs,
): Connection<ConsentVersionRow> {
  const reach = assertMay(context, readConsents);
  return connectionBelow(
    context,
    ConsentVersionRow,
    { key: "consentId", id: consentId },
    {
      name: "consentVersions",
      where: consentsWithin(reach),
      orderBy: [
        ["number", "desc"],
        ["id", "desc"],
      ],
      page,
      audit: { action: readConsents.action, entityType: "Consent" },
    },
  );
}
