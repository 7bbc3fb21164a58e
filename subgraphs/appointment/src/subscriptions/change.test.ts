import { randomUUID } from "node:crypto";
import { createCommandContext, Role, runCommand, VisitType } from "@careconnect/kit";
import {
  connectSubscriber,
  deliver,
  startTestSubgraph,
  type TestSubgraph,
  type TestSubscriber,
  type TestViewer,
} from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentReached } from "../booking/booking.events.ts";
import {
  admin,
  organizationId,
  patientId,
  patientUser,
  providerId,
  staff,
  stranger,
  visit,
} from "../booking/booking.fixture.ts";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { aliasConsumer } from "../references/alias.consumer.ts";
import { tell } from "../references/reference.fixture.ts";
import { reminderDue } from "../reminders/reminder.events.ts";
import { appointmentSubgraph } from "../subgraph.ts";

const changed = `subscription ($patientId: ID, $providerId: ID, $after: String) {
  change: appointmentChanged(patientId: $patientId, providerId: $providerId, after: $after) {
    cursor appointment { id status patient { id } }
  } }`;
const moved = `subscription ($patientId: ID) {
  change: patientStatusChanged(patientId: $patientId) { cursor status patient { id } } }`;

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

const connected: TestSubscriber[] = [];
afterEach(async () => {
  for (const subscriber of connected.splice(0)) await subscriber.close();
});

async function subscribe(viewer: TestViewer, query: string, variables: Record<string, unknown> = {}) {
  const subscriber = await connectSubscriber(appointments, viewer);
  connected.push(subscriber);
  return { subscriber, ...(await subscriber.subscribe(query, variables)) };
}

function contextOf(viewer: TestViewer) {
  return createCommandContext(
    appointments.orm,
    {
      userId: "0199b000-0000-7000-8000-000000000009",
      organizationId: viewer.organizationId,
      roles: viewer.roles,
      scopes: new Set(["graphql"]),
      patientId: undefined,
      providerId: undefined,
      breakGlass: [],
    },
    { correlationId: "a-command", clientAddress: undefined },
  );
}

/** A change of the appointment, as a command makes it. */
async function change(
  row: Partial<AppointmentRow> & { readonly id?: string },
  options: { readonly by?: TestViewer; readonly told?: Partial<AppointmentRow> } = {},
): Promise<string> {
  const context = contextOf(options.by ?? staff);
  return runCommand(context, { action: "appointment.change", entityType: "Appointment" }, async (unit) => {
    const known = row.id ? await unit.em.findOneOrFail(AppointmentRow, { id: row.id }) : undefined;
    const changedRow =
      known ??
      unit.em.create(AppointmentRow, {
        status: AppointmentStatus.BOOKED,
        visitType: VisitType.IN_PERSON,
        startsAt: nextStart(),
        endsAt: nextStart(),
        patientId: patientId("p-1"),
        providerId: providerId("d-1"),
      } as never);
    if (!known) changedRow.endsAt = new Date(changedRow.startsAt.getTime() + 60_000);
    Object.assign(changedRow, row);
    unit.emit(() => appointmentReached({ ...changedRow, ...options.told } as AppointmentRow));
    return changedRow.id;
  });
}

let minutes = 0;
function nextStart(): Date {
  minutes += 5;
  return new Date(Date.now() + 86_400_000 + minutes * 60_000);
}

type Answers = { data?: { change: { appointment: { id: string }; status: string } } | null }[];
const ids = (events: Answers) => events.map((event) => event.data?.change.appointment.id);

describe("appointmentChanged", () => {
  it("tells of every change, and how the appointment is now; what is told is written down", async () => {
    const subscription = await subscribe(staff, changed);
    const id = await change({});
    await subscription.arrived(1);
    await change({ id, status: AppointmentStatus.CANCELLED });
    const events = await subscription.arrived(2);
    expect(events.map((event) => event.data?.change)).toEqual(
      ["BOOKED", "CANCELLED"].map((status) => ({
        cursor: expect.any(String),
        appointment: { id, status, patient: { id: patientId("p-1") } },
      })),
    );
    const [entry] = await appointments.orm.em
      .getConnection()
      .execute(
        `select count(*)::int as told from audit_entry where 'appointment.read' = any(actions) and '${id}' = any(entity_ids)`,
      );
    expect(entry?.told).toBe(2);
  });

  it("medplum #4586, #9447: tells a client that comes back what it missed, each change once", async () => {
    const first = await subscribe(staff, changed);
    const known = await change({});
    const [event] = await first.arrived(1);
    first.subscriber.socket().terminate();
    const missed = [await change({}), await change({})];
    const again = await subscribe(staff, changed, { after: event?.data?.change.cursor });
    await again.arrived(2);
    const fresh = await change({ id: known, status: AppointmentStatus.CONFIRMED });
    expect(ids(await again.arrived(3))).toEqual([...missed, fresh]);
  });

  it("does not tell of imported history", async () => {
    const subscription = await subscribe(staff, changed);
    await appointments.import(admin, "appointments", [
      visit("an-old-one"),
      visit("another", { patientExternalId: "p-9" }),
    ]);
    const id = await change({});
    expect(ids(await subscription.arrived(1))).toEqual([id]);
  });

  it("does not tell of reminders, which change nothing", async () => {
    const subscription = await subscribe(staff, changed);
    const reminded = await change({});
    await runCommand(contextOf(staff), { action: "appointment.remind", entityType: "Appointment" }, async (unit) => {
      const row = await unit.em.findOneOrFail(AppointmentRow, { id: reminded });
      unit.emit(() => reminderDue(row, new Date()));
    });
    const id = await change({});
    expect(ids(await subscription.arrived(2))).toEqual([reminded, id]);
  });

  it("narrows to a patient and to a provider", async () => {
    const ofPatient = await subscribe(staff, changed, { patientId: patientId("p-2") });
    const withProvider = await subscribe(staff, changed, { providerId: providerId("d-2") });
    const ofBoth = await subscribe(staff, changed, { patientId: patientId("p-2"), providerId: providerId("d-2") });
    await change({});
    const patients = await change({ patientId: patientId("p-2") });
    const providers = await change({ providerId: providerId("d-2") });
    const both = await change({ patientId: patientId("p-2"), providerId: providerId("d-2") });
    expect(ids(await ofPatient.arrived(2))).toEqual([patients, both]);
    expect(ids(await withProvider.arrived(2))).toEqual([providers, both]);
    expect(ids(await ofBoth.arrived(1))).toEqual([both]);
  });
});

describe("who is told", () => {
  it("of a patient whose record is restricted: administration and they themselves, from then on", async () => {
    const patient = patientId("p-restricted");
    const listening = {
      staff: await subscribe(staff, changed),
      moves: await subscribe(staff, moved),
      administration: await subscribe({ organizationId: staff.organizationId, roles: [Role.ADMIN] }, changed),
      self: await subscribe(patientUser("p-restricted"), changed),
    };
    const arriving = { status: AppointmentStatus.CHECKED_IN };
    const id = await change({ ...arriving, patientId: patient });
    for (const subscription of Object.values(listening)) await subscription.arrived(1);
    const restrictionId = randomUUID();
    const payload = { restrictionId, patientId: patient, patientIds: [patient] };
    await deliver(appointmentSubgraph, appointments.orm, { type: "patient.restricted", payload });
    await change({ id, status: AppointmentStatus.IN_PROGRESS });
    // What is told next has come after what was not.
    const other = await change(arriving);
    expect(ids(await listening.staff.arrived(2))).toEqual([id, other]);
    expect((await listening.moves.arrived(2)).map(({ data }) => data?.change.patient?.id)).toEqual([
      patient,
      patientId("p-1"),
    ]);
    expect(ids(await listening.administration.arrived(3))).toEqual([id, id, other]);
    expect(ids(await listening.self.arrived(2))).toEqual([id, id]);
  });

  it("a patient: of their own, whatever they ask for; another organization: nothing", async () => {
    const own = await subscribe(patientUser("p-1"), changed);
    const curious = await subscribe(patientUser("p-1"), changed, { patientId: patientId("p-2") });
    const elsewhere = await subscribe(stranger, changed);
    await change({ patientId: patientId("p-2") });
    const id = await change({});
    const foreign = await change({ patientId: patientId("p-3") }, { by: stranger });
    expect(ids(await own.arrived(1))).toEqual([id]);
    expect(ids(await elsewhere.arrived(1))).toEqual([foreign]);
    expect(curious.events).toEqual([]);
  });

  it("is decided by the appointment as it is, not by what the event says", async () => {
    const own = await subscribe(patientUser("p-1"), changed);
    await change({ patientId: patientId("p-2") }, { told: { patientId: patientId("p-1") } });
    const id = await change({});
    expect(ids(await own.arrived(1))).toEqual([id]);
  });

  it("a provider: of their own visits, but not by naming a patient who is not in their care", async () => {
    const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId: providerId("d-4") };
    const named = { patientId: patientId("p-4") };
    const own = await subscribe(doctor, moved);
    const curious = [await subscribe(doctor, changed, named), await subscribe(doctor, moved, named)] as const;
    const startsAt = new Date(Date.now() + 60 * 86_400_000);
    const visit = { patientId: patientId("p-4"), providerId: providerId("d-4"), startsAt };
    const endsAt = new Date(startsAt.getTime() + 60_000);
    const id = await change({ ...visit, endsAt, status: AppointmentStatus.CHECKED_IN });
    const [told] = await own.arrived(1);
    expect(told?.data?.change).toMatchObject({ status: "WAITING", patient: null });
    // Now they are.
    await change({ id, startsAt: nextStart(), status: AppointmentStatus.IN_PROGRESS });
    expect((await curious[0].arrived(1)).map((event) => event.data?.change.appointment.status)).toEqual([
      "IN_PROGRESS",
    ]);
    expect((await curious[1].arrived(1)).map((event) => event.data?.change.status)).toEqual(["IN_CONSULTATION"]);
  });

  it("a patient of a record that was merged with theirs, and no more once the two are apart", async () => {
    const [other, own] = [patientId("p-8"), patientId("p-9")];
    const visit = (patient: string) => change({ patientId: patient, providerId: providerId("d-8") });
    const alias = (type: string, version: number, endedAt: string | null) =>
      tell(appointments, type, { patientId: other, survivingId: own, endedAt }, { version, consumer: aliasConsumer });
    await alias("patient.merged", 1, null);
    const subscription = await subscribe(patientUser("p-9"), changed);
    const known = [await visit(other)];
    await subscription.arrived(1);
    await alias("patient.unmerged", 2, new Date().toISOString());
    await visit(other);
    known.push(await visit(own));
    expect(ids(await subscription.arrived(2))).toEqual(known);
  });

  it("nobody whose role does not read appointments, and that is written down", async () => {
    const subscription = await subscribe({ organizationId, roles: [Role.PARTNER] }, changed);
    expect(await subscription.ended).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    const [entry] = await appointments.orm.em
      .getConnection()
      .execute("select outcome from audit_entry where actor_roles = '{PARTNER}'");
    expect(entry).toEqual({ outcome: "DENIED" });
  });
});

describe("patientStatusChanged", () => {
  it("tells where patients are, whatever else happens to their appointments", async () => {
    const everybody = await subscribe(staff, moved);
    const own = await subscribe(patientUser("p-2"), moved);
    const one = await subscribe(staff, moved, { patientId: patientId("p-1") });
    const id = await change({});
    await change({ id, status: AppointmentStatus.CONFIRMED });
    await change({ id, status: AppointmentStatus.CHECKED_IN });
    await change({ patientId: patientId("p-2"), status: AppointmentStatus.CHECKED_IN });
    await change({ id, status: AppointmentStatus.IN_PROGRESS });
    await change({ id, status: AppointmentStatus.FULFILLED });
    const told = (events: Answers) => events.map((event) => event.data?.change);
    const at = (patient: string, status: string) => ({
      cursor: expect.any(String),
      status,
      patient: { id: patientId(patient) },
    });
    expect(told(await everybody.arrived(4))).toEqual([
      at("p-1", "WAITING"),
      at("p-2", "WAITING"),
      at("p-1", "IN_CONSULTATION"),
      at("p-1", "DISCHARGED"),
    ]);
    expect(told(await own.arrived(1))).toEqual([at("p-2", "WAITING")]);
    expect(told(await one.arrived(3)).map((event) => event?.status)).toEqual([
      "WAITING",
      "IN_CONSULTATION",
      "DISCHARGED",
    ]);
  });
});
