import { defineCommand, invalid, isSelfAlone, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { PreferredChannel } from "../demographics/demographics.type.ts";
import { ofPatient, patientOfEntry, requireRoom } from "../history/history.commands.ts";
import { ConsentRow, lastSaidFirst } from "./consent.entity.ts";
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
  whileRestricted: "what a patient refuses holds at any time",
  schema: body,
  async run(unit, asked, { viewer }, reach) {
    const subject = subjectOf(asked);
    // Locked, so that what is said at the same time is said one after the other.
    const patientId = await patientOfEntry(unit, asked.patientId, reach);
    const { scope, decision, expectedVersion } = asked;
    const theirs = ofPatient(unit.em, patientId);
    const said = { ...theirs, scope, subject } as never;
    const known = await unit.em.find(ConsentRow, said, { orderBy: lastSaidFirst });
    const [current] = known;
    requireVersion({ version: current?.version ?? 0 }, expectedVersion ?? undefined);
    if (!current) requireRoom(await unit.em.count(ConsentRow, theirs as never), mostConsents);
    // It is written for the record that stands for the others: what these said stays theirs, should they be taken apart.
    const own = known.find((consent) => consent.patientId === patientId);
    if (own && own === current && own.decision === decision) return own.id;
    const decided = { decision, decidedAt: timeAfter(current), byPatient: isSelfAlone(reach) };
    const consent = own ?? unit.em.create(ConsentRow, { patientId, scope, subject, ...decided } as never);
    unit.em.assign(consent, decided as never);
    await unit.em.flush();
    unit.touch(consent.id, consent.patientId);
    unit.em.create(ConsentVersionRow, {
      ...{ consentId: consent.id, patientId, number: consent.version, actorId: viewer.userId },
      ...decided,
    } as never);
    unit.emit(() => consentChanged(consent));
    return consent.id;
  },
});

/** Now, but after what was said before, whatever another clock said then. */
function timeAfter(before: Pick<ConsentRow, "decidedAt"> | undefined): Date {
  return new Date(Math.max(Date.now(), (before?.decidedAt.getTime() ?? 0) + 1));
}

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
