import { defineCommand, invalid, isSelfAlone, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { PreferredChannel } from "../demographics/demographics.type.ts";
import { ofPatient, patientOfEntry, requireRoom } from "../history/history.commands.ts";
import { ConsentRow } from "./consent.entity.ts";
import { consentChanged } from "./consent.events.ts";
import { recordConsents } from "./consent.policy.ts";
import { ConsentDecision, ConsentScope } from "./consent.type.ts";
import { ConsentVersionRow } from "./consent-version.entity.ts";

/** About how many things one patient has said something at most. */
const mostConsents = 200;

const body = z.object({
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
  schema: body,
  async run(unit, asked, { viewer }, reach) {
    const subject = subjectOf(asked);
    // Locked, so that what is said at the same time is said one after the other.
    const patientId = await patientOfEntry(unit, asked.patientId, reach);
    const { scope, decision, expectedVersion } = asked;
    const theirs = ofPatient(unit.em, patientId);
    const known = await unit.em.find(ConsentRow, { ...theirs, scope, subject } as never);
    const current = known.find((consent) => consent.patientId === patientId) ?? known[0];
    requireVersion({ version: current?.version ?? 0 }, expectedVersion ?? undefined);
    const decided = { decision, decidedAt: new Date(), byPatient: isSelfAlone(reach) };
    if (!current) requireRoom(await unit.em.count(ConsentRow, theirs as never), mostConsents);
    const consent = current ?? unit.em.create(ConsentRow, { patientId, scope, subject, ...decided } as never);
    // Of records that were merged each may have said it: what one of them refuses is refused.
    const changed = current ? known.filter((said) => said.decision !== decision) : [consent];
    for (const said of changed) unit.em.assign(said, decided as never);
    await unit.em.flush();
    unit.touch(consent.id, consent.patientId);
    for (const said of changed) {
      unit.touch(said.id, said.patientId);
      unit.em.create(ConsentVersionRow, {
        ...{ consentId: said.id, patientId: said.patientId, number: said.version, actorId: viewer.userId },
        ...decided,
      } as never);
      unit.emit(() => consentChanged(said));
    }
    return consent.id;
  },
});

/** What is meant within the scope: named where the scope has several, and nowhere else. */
function subjectOf({ scope, providerId, channel }: z.output<typeof body>): string {
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
