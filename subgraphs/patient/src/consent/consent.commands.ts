import { defineCommand, invalid, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { PreferredChannel } from "../demographics/demographics.type.ts";
import { patientOfEntry, requireRoom } from "../history/history.commands.ts";
import { ConsentRow } from "./consent.entity.ts";
import { consentChanged } from "./consent.events.ts";
import { recordConsents } from "./consent.policy.ts";
import { ConsentDecision, ConsentScope } from "./consent.type.ts";
import { ConsentVersionRow } from "./consent-version.entity.ts";

/** About how many things one patient has said something at most. */
const mostConsents = 200;

const said = z.object({
  patientId: z.string(),
  scope: z.enum(ConsentScope),
  providerId: z.uuid("must be a provider's id").toLowerCase().nullish(),
  channel: z.enum(PreferredChannel).nullish(),
  decision: z.enum(ConsentDecision),
  expectedVersion: z.int().nonnegative("must not be negative").nullish(),
});

/** What is said last holds; saying the same again changes nothing. */
export const recordConsent = defineCommand({
  name: "recordConsent",
  rule: recordConsents,
  entityType: "Consent",
  schema: said,
  async run(unit, body, { viewer }, reach) {
    const subject = subjectOf(body);
    // Locked, so that what is said at the same time is said one after the other.
    const patientId = await patientOfEntry(unit, body.patientId, reach);
    const { scope, decision, expectedVersion } = body;
    const known = await unit.em.findOne(ConsentRow, { patientId, scope, subject });
    requireVersion({ version: known?.version ?? 0 }, expectedVersion ?? undefined);
    if (known?.decision === decision) return known.id;
    if (!known) requireRoom(await unit.em.count(ConsentRow, { patientId }), mostConsents);
    const decided = { decision, decidedAt: new Date(), byPatient: viewer.patientId === patientId };
    const consent = known ?? unit.em.create(ConsentRow, { patientId, scope, subject, ...decided } as never);
    if (known) unit.em.assign(known, decided as never);
    await unit.em.flush();
    unit.em.create(ConsentVersionRow, {
      ...{ consentId: consent.id, patientId, number: consent.version, actorId: viewer.userId },
      ...decided,
    } as never);
    unit.emit(() => consentChanged(consent));
    return consent.id;
  },
});

/** What is meant within the scope: named where the scope has several, and nowhere else. */
function subjectOf({ scope, providerId, channel }: z.output<typeof said>): string {
  const named = {
    [ConsentScope.PROVIDER_ACCESS]: { field: "providerId", subject: providerId },
    [ConsentScope.COMMUNICATION]: { field: "channel", subject: channel },
    [ConsentScope.DATA_SHARING]: { field: "scope", subject: "APPLICATIONS" },
  }[scope];
  for (const [field, value] of Object.entries({ providerId, channel }))
    if (value != null && field !== named.field) throw invalid([field], `${scope} has no ${field}.`);
  if (named.subject == null) throw invalid([named.field], `${scope} needs one.`);
  return named.subject;
}
