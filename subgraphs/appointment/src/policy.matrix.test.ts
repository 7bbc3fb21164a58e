import {
  boundEntityManager,
  CareGrant,
  createCommandContext,
  Role,
  runCommand,
  type UnitOfWork,
  VisitType,
} from "@careconnect/kit";
import { type Ids, type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll } from "vitest";
import { AppointmentRow } from "./booking/booking.entity.ts";
import { appointmentChanged } from "./booking/booking.events.ts";
import {
  admin,
  appointmentId,
  hoursFromNow,
  organizationId,
  patientId,
  providerId,
  stranger,
  visit,
} from "./booking/booking.fixture.ts";
import { ConsultationRow } from "./consultation/consultation.entity.ts";
import { policyMatrix } from "./policy.matrix.ts";
import { knownPatient, knownProvider } from "./references/reference.fixture.ts";
import { roomEntered } from "./room/room.events.ts";
import { createLink } from "./room/room.link.ts";
import { RoomSide } from "./room/room.side.ts";
import { VisitRoomRow } from "./room/visit-room.entity.ts";
import { SeriesRow } from "./series/series.entity.ts";
import { appointmentSubgraph } from "./subgraph.ts";
import { WaitlistEntryRow } from "./waitlist/waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist/waitlist-offer.entity.ts";

const day = 24;
const patient = patientId("p-1");
/** Somebody waits, and was offered a time that is held no more. */
const [entry, offer] = [uuidv7(), uuidv7()];
/** A visit too far ahead to be a care relationship. */
const distant = 60 * day;

/** The rooms of both visits are closed, so that nothing in them changes. */
const [patientsSeat, providersSeat] = [uuidv7(), uuidv7()];

const narrowed = ({ named, provider }: Ids) => ({ filter: { patientId: named, providerId: provider } });
const changedBy = ({ appointment }: Ids) => ({ input: { id: appointment, expectedVersion: 99 } });

const byRule = { startsAt: `${hoursFromNow(70 * day).slice(0, 13)}:00:00Z`, rule: "FREQ=DAILY;COUNT=1" };
const inSeries = (patient: string | undefined, provider: string | undefined) => ({
  ...{ patientId: patient, providerId: provider, visitType: "VIDEO" },
  ...byRule,
});

const checked: PolicyCase = {
  definition: appointmentSubgraph,
  matrix: policyMatrix,
  world: {
    organizationId,
    otherOrganizationId: stranger.organizationId,
    ids: {
      patient,
      named: patient,
      provider: providerId("d-care"),
      // Who is none of those who ask.
      scheduled: providerId("d-past"),
      appointment: appointmentId("a-care"),
      // Of a provider in whose care the patient is not any more.
      others: appointmentId("a-past"),
      from: hoursFromNow(0),
      to: hoursFromNow(2 * day),
      entry,
      offer,
      seat: patientsSeat,
      visited: "a-care",
    },
    ownIds: {
      // A provider finds their own visits, but not by whose they are.
      named: undefined,
      provider: providerId("d-own"),
      scheduled: providerId("d-own"),
      appointment: appointmentId("a-own"),
      others: appointmentId("a-own"),
      seat: providersSeat,
      visited: "a-own",
      from: hoursFromNow(distant - day),
      to: hoursFromNow(distant + day),
    },
    providers: { care: providerId("d-care"), grant: providerId("d-grant"), own: providerId("d-own") },
    consents: (decision, { scope, subject }) =>
      appointments.database.asOwner(
        `insert into care_consent values ('${organizationId}', md5('${scope}${subject}')::uuid, '${patient}', '${scope}',
           '${subject}', '${decision}', 1)
         on conflict (organization_id, consent_id) do update set decision = excluded.decision`,
      ),
  },
  probes: {
    "Query.appointment": { arguments: ({ appointment }) => ({ id: appointment }) },
    "Query.appointments": { arguments: narrowed },
    "Query.appointmentSummary": { arguments: narrowed, isReached: (summary) => summary?.total > 0 },
    "Query.appointmentStatusCounts": { arguments: narrowed, isReached: hasCounted("count") },
    "Query.appointmentDayCounts": {
      arguments: ({ named, provider, from, to }) => ({
        filter: { patientId: named, providerId: provider, from, to },
      }),
      isReached: hasCounted("total"),
    },
    "Query.consultation": { arguments: ({ appointment }) => ({ appointmentId: appointment }) },
    "Query.cancellationPreview": { arguments: ({ appointment }) => ({ appointmentId: appointment }) },
    "Query.availableSlots": {
      arguments: ({ patient, provider, from, to }) => ({
        input: { patientId: patient, providerId: provider, from, to, first: 1 },
      }),
    },
    "Query.providersWithSlots": {
      arguments: ({ patient, from, to }) => ({
        input: { patientId: patient, specialty: "GENERAL_PRACTICE", from, to, first: 1 },
      }),
    },
    "Provider.strandedAppointments": {
      requires: { availabilityState: JSON.stringify({ timeZone: "UTC", templates: [], exceptions: [] }) },
    },
    "Query.availabilityImpact": {
      arguments: ({ scheduled }) => ({ input: { providerId: scheduled, weekly: [] } }),
      isReached: (visits) => visits !== null,
    },
    "Mutation.setVisitTypeRules": {
      arguments: () => ({
        input: {
          ...{ visitType: "VIDEO", durationMinutes: 0, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
          ...{ minimumNoticeMinutes: 0, horizonDays: 1 },
        },
      }),
    },
    "Query.waitlist": { arguments: ({ named, provider }) => ({ filter: { patientId: named, providerId: provider } }) },
    "Mutation.joinWaitlist": {
      arguments: ({ patient, provider }) => ({
        input: {
          ...{ patientId: patient, providerId: provider, visitType: "VIDEO" },
          ...{ from: "2020-01-01T10:00:00Z", until: "2020-01-02T10:00:00Z" },
        },
      }),
    },
    "Mutation.leaveWaitlist": { arguments: ({ entry }) => ({ input: { id: entry, expectedVersion: 99 } }) },
    "Mutation.acceptWaitlistOffer": { arguments: ({ offer }) => ({ input: { id: offer } }) },
    "Query.appointmentSeriesPreview": {
      arguments: ({ patient, provider }) => ({ input: inSeries(patient, provider) }),
    },
    "Query.appointmentSeriesChangePreview": {
      arguments: ({ appointment }) => ({ input: { id: appointment, scope: "FOLLOWING", ...byRule } }),
    },
    "Mutation.bookAppointmentSeries": {
      arguments: ({ patient, provider }) => ({
        input: { ...inSeries(patient, provider), startsAt: "2020-01-01T10:00:00Z" },
      }),
    },
    "Mutation.changeAppointmentSeries": {
      arguments: ({ appointment }) => ({
        input: { id: appointment, scope: "FOLLOWING", ...byRule, expectedVersion: 99 },
      }),
    },
    "Mutation.cancelAppointmentSeries": {
      arguments: ({ appointment }) => ({
        input: { id: appointment, scope: "FOLLOWING", reason: "Called off", expectedVersion: 99 },
      }),
    },
    "Mutation.bookAppointment": {
      arguments: ({ patient, provider }) => ({
        input: { patientId: patient, providerId: provider, startsAt: "2020-01-01T10:00:00Z", visitType: "VIDEO" },
      }),
    },
    "Mutation.overbookAppointment": {
      arguments: ({ patient, provider }) => ({
        input: {
          ...{ patientId: patient, providerId: provider, startsAt: "2020-01-01T10:00:00Z", visitType: "VIDEO" },
          overrideReason: "Urgent",
        },
      }),
    },
    "Mutation.holdAppointment": {
      arguments: ({ patient, provider }) => ({
        input: { patientId: patient, providerId: provider, startsAt: "2020-01-01T10:00:00Z", visitType: "VIDEO" },
      }),
    },
    "Mutation.rescheduleAppointment": {
      arguments: ({ appointment }) => ({
        input: { id: appointment, startsAt: "2020-01-01T10:00:00Z", expectedVersion: 99 },
      }),
    },
    "Mutation.cancelAppointment": {
      arguments: ({ appointment }) => ({ input: { id: appointment, reason: "Called off", expectedVersion: 99 } }),
    },
    "Mutation.confirmAppointment": { arguments: changedBy },
    "Mutation.checkInAppointment": { arguments: changedBy },
    "Mutation.startConsultation": { arguments: ({ others }) => ({ input: { id: others, expectedVersion: 99 } }) },
    "Mutation.completeConsultation": {
      arguments: ({ others }) => ({
        input: { id: others, summary: { complaint: "Cough" }, expectedVersion: 99 },
      }),
    },
    "Mutation.joinVisitRoom": {
      arguments: ({ visited, seat }) => ({ input: { link: visited ? linkInto(visited) : "", seat } }),
    },
    "Mutation.admitToVisitRoom": { arguments: ({ seat }) => ({ input: { seat } }) },
    "Mutation.sendVisitSignal": { arguments: ({ seat }) => ({ input: { seat, payload: "Here I am" } }) },
    "Mutation.leaveVisitRoom": { arguments: ({ seat }) => ({ input: { seat } }) },
    "Subscription.visitRoomChanged": { arguments: ({ seat }) => ({ seat }), happens: entered },
    "Subscription.appointmentChanged": {
      arguments: ({ named, provider }) => ({ patientId: named, providerId: provider }),
      happens: checkedIn,
    },
    "Subscription.patientStatusChanged": {
      arguments: ({ named }) => ({ patientId: named }),
      happens: checkedIn,
    },
  },
};

function hasCounted(column: string) {
  return (counts: Record<string, number>[] | null) => counts?.some((row) => Number(row[column]) > 0) === true;
}

/** The link into a visit, of the patient in whose care it is and of the provider whose own it is. */
function linkInto(visited: string): string {
  const side = visited === "a-own" ? RoomSide.PROVIDER : RoomSide.PATIENT;
  const expiresAt = new Date(hoursFromNow(1));
  return createLink({ organizationId, appointmentId: appointmentId(visited), side, expiresAt });
}

/** Says that somebody came into the room. */
async function entered({ appointment }: Ids): Promise<void> {
  await tellOf("visit_room.join", async (unit) => {
    const room = await unit.em.findOneOrFail(VisitRoomRow, { appointmentId: String(appointment) });
    unit.emit(() => roomEntered(room, RoomSide.PATIENT));
  });
}

/** Says that the patient has arrived for the visit. */
async function checkedIn({ appointment }: Ids): Promise<void> {
  await tellOf("appointment.check_in", async (unit) => {
    const row = await unit.em.findOneOrFail(AppointmentRow, { id: String(appointment) });
    unit.emit(() => appointmentChanged("appointment.checked_in", row));
  });
}

async function tellOf(action: string, tell: (unit: UnitOfWork) => Promise<void>): Promise<void> {
  const viewer = {
    ...{ userId: uuidv7(), organizationId, roles: [Role.STAFF], scopes: new Set(["graphql"]) },
    ...{ patientId: undefined, providerId: undefined, breakGlass: [] },
  };
  const context = createCommandContext(appointments.orm, viewer, { correlationId: "test", clientAddress: undefined });
  await runCommand(context, { action, entityType: "Appointment" }, tell);
}

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  const far = hoursFromNow(distant);
  await appointments.import(admin, "appointments", [
    visit("a-care", { providerExternalId: "d-care", startsAt: hoursFromNow(day) }),
    visit("a-own", { providerExternalId: "d-own", startsAt: far }),
    visit("a-past", {
      ...{ providerExternalId: "d-past", startsAt: hoursFromNow(-200 * day), status: "FULFILLED" },
      endsAt: hoursFromNow(-199 * day),
    }),
  ]);
  await knownPatient(appointments, { patientId: patient });
  for (const provider of ["d-care", "d-own", "d-past"])
    await knownProvider(appointments, { providerId: providerId(provider) });
  const em = boundEntityManager(appointments.orm, organizationId);
  em.create(CareGrant, {
    ...{ organizationId, grantId: uuidv7(), patientId: patient, providerId: providerId("d-grant") },
    ...{ until: new Date(hoursFromNow(1)), endedAt: null, aggregateVersion: 1 },
  });
  for (const [visited, provider] of [
    ["a-care", "d-care"],
    ["a-own", "d-own"],
  ] as const)
    em.create(ConsultationRow, {
      ...{ appointmentId: appointmentId(visited), patientId: patient, providerId: providerId(provider) },
      startedAt: new Date(),
    } as never);
  for (const [id, provider] of [
    [entry, "d-care"],
    [uuidv7(), "d-own"],
  ] as const)
    em.create(WaitlistEntryRow, {
      ...{ id, patientId: patient, providerId: providerId(provider), visitType: VisitType.VIDEO },
      ...{ from: new Date(hoursFromNow(0)), until: new Date(hoursFromNow(2 * day)) },
    } as never);
  em.create(WaitlistOfferRow, {
    ...{ id: offer, entryId: entry, patientId: patient, providerId: providerId("d-care"), visitType: VisitType.VIDEO },
    ...{ startsAt: new Date(hoursFromNow(day)), endsAt: new Date(hoursFromNow(day + 1)) },
    expiresAt: new Date(hoursFromNow(-1)),
  } as never);
  for (const [visited, provider] of [
    ["a-care", "d-care"],
    ["a-own", "d-own"],
  ] as const) {
    const row = await em.findOneOrFail(AppointmentRow, { id: appointmentId(visited) });
    const series = em.create(SeriesRow, {
      ...{ patientId: patient, providerId: providerId(provider), visitType: VisitType.VIDEO, timeZone: "UTC" },
      ...{ rule: byRule.rule, startsAt: row.startsAt },
    } as never);
    em.assign(row, { seriesId: series.id, seriesSlot: row.startsAt });
  }
  for (const [visited, seats] of [
    ["a-care", { patientSeat: patientsSeat, patientSeenAt: new Date() }],
    ["a-own", { providerSeat: providersSeat, providerSeenAt: new Date() }],
  ] as const) {
    const provider = visited === "a-care" ? "d-care" : "d-own";
    em.create(VisitRoomRow, {
      ...{ appointmentId: appointmentId(visited), patientId: patient, providerId: providerId(provider), ...seats },
      closesAt: new Date(),
    } as never);
  }
  await em.flush();
});
afterAll(() => appointments.close());

await testPolicy(checked, new URL(".", import.meta.url), () => appointments);
