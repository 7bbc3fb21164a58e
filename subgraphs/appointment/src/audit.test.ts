import { createCommandContext, Role, runCommand } from "@careconnect/kit";
import { connectSubscriber, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppointmentRow } from "./booking/booking.entity.ts";
import { appointmentReached } from "./booking/booking.events.ts";
import { admin, appointmentId, organizationId, patientId, staff, visit } from "./booking/booking.fixture.ts";
import { at, command } from "./booking/commands.fixture.ts";
import { knownProvider } from "./references/reference.fixture.ts";
import { appointmentSubgraph } from "./subgraph.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  await appointments.import(admin, "appointments", [visit("a-1"), visit("a-2", { patientExternalId: "p-2" })]);
});
afterAll(() => appointments.close());

const entries = (columns = "actions, outcome, entity_ids, subject_ids"): Promise<Record<string, unknown>[]> =>
  appointments.orm.em.getConnection().execute(`select ${columns} from audit_entry order by id`);
const references = { r: ["a-1", "a-2"].map((id) => ({ __typename: "Appointment", id: appointmentId(id) })) };
const entities = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Appointment { id externalId } } }";
const list = "{ appointments { totalCount nodes { id externalId statusHistory { to } } } }";

/** Tells of the appointment as a command does, without a change that would have to be written down. */
async function tellOf(externalId: string): Promise<void> {
  const viewer = {
    userId: "0199b000-0000-7000-8000-000000000009",
    organizationId,
    roles: [Role.STAFF],
    scopes: new Set(["graphql"]),
    patientId: undefined,
    providerId: undefined,
    breakGlass: [],
  };
  const context = createCommandContext(appointments.orm, viewer, { correlationId: "told", clientAddress: undefined });
  await runCommand(context, { action: "appointment.tell", entityType: "Appointment" }, async ({ em, emit }) => {
    const row = await em.findOneOrFail(AppointmentRow, { id: appointmentId(externalId) });
    emit(() => appointmentReached(row));
  });
}

describe("a request", () => {
  beforeEach(() => appointments.database.asOwner("truncate audit_entry"));

  it("leaves one entry for all that it read", async () => {
    await appointments.query(staff, list);
    const [entry, ...more] = await entries();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ actions: ["appointment.list", "appointment.read"], outcome: "ALLOWED" });
    expect(entry?.subject_ids).toHaveLength(2);
    expect(entry?.subject_ids).toEqual(expect.arrayContaining([patientId("p-1"), patientId("p-2")]));
  });

  it("under break-glass leaves nothing of it in another entry, the history of a visit included", async () => {
    const doctor = { organizationId, roles: [Role.PROVIDER], providerId: "0199a000-0000-7000-8000-0000000000d9" };
    const { data } = await appointments.query({ ...doctor, breakGlass: [patientId("p-1")] }, list);
    expect(data.appointments.nodes).toMatchObject([{ statusHistory: [{ to: "BOOKED" }] }]);
    expect(await entries("purpose, subject_ids")).toEqual([
      { purpose: "BREAK_GLASS", subject_ids: [patientId("p-1")] },
    ]);
  });

  it.each([
    ["availableSlots", "AvailableSlotsInput", "startsAt"],
    ["providersWithSlots", "ProvidersWithSlotsInput", "slots { startsAt }"],
  ])("for free slots (%s) leaves an entry when somebody's appointments are heeded", async (name, type, fields) => {
    await knownProvider(appointments, { specialties: ["audited"] });
    const day = { from: at("00:00"), to: at("12:00"), specialty: "audited", first: 1 };
    const slots = `query ($i: ${type}!) { ${name}(input: $i) { ${fields} } }`;
    await appointments.query(staff, slots, { i: day });
    await appointments.query({ ...staff, roles: [Role.PATIENT] }, slots, {
      i: { ...day, patientId: patientId("p-1") },
    });
    expect(await entries()).toEqual([]);
    await appointments.query(staff, slots, { i: { ...day, patientId: patientId("p-1") } });
    expect(await entries()).toMatchObject([
      { actions: ["slots.read"], outcome: "ALLOWED", subject_ids: [patientId("p-1")] },
    ]);
  });

  it("for entities leaves one entry with every patient", async () => {
    await appointments.query(staff, entities, references);
    const read = await entries();
    expect(read).toHaveLength(1);
    expect(read[0]?.subject_ids).toEqual(expect.arrayContaining([patientId("p-1"), patientId("p-2")]));
  });

  it("that is told of an event leaves one entry for each", async () => {
    const subscriber = await connectSubscriber(appointments, staff);
    const subscription = await subscriber.subscribe("subscription { appointmentChanged { appointment { id } } }");
    await tellOf("a-1");
    await tellOf("a-2");
    await subscription.arrived(2);
    expect(await entries()).toMatchObject([
      { actions: ["appointment.read"], subject_ids: [patientId("p-1")] },
      { actions: ["appointment.read"], subject_ids: [patientId("p-2")] },
    ]);
    await subscriber.close();
  });

  it("that is refused leaves an entry, the token without the scope included", async () => {
    await appointments.query({ organizationId, roles: [Role.PARTNER] }, list);
    await appointments.query({ ...admin, scope: "import" }, list);
    expect(await entries()).toMatchObject([
      { actions: ["appointment.read"], outcome: "DENIED" },
      { actions: ["graphql"], outcome: "DENIED" },
    ]);
  });
});

describe("a command that is refused", () => {
  beforeEach(() => appointments.database.asOwner("truncate audit_entry"));

  it("leaves an entry with the record that it was about, and whose it is", async () => {
    const input = { id: appointmentId("a-2"), expectedVersion: 99 };
    await command(appointments.query, staff, "confirmAppointment", input);
    expect(await entries()).toEqual([
      {
        actions: ["appointment.confirm"],
        outcome: "REFUSED",
        entity_ids: [appointmentId("a-2")],
        subject_ids: [patientId("p-2")],
      },
    ]);
  });

  it("leaves an entry with the ids that it was given, where nothing was found by them", async () => {
    const other = { ...staff, roles: [Role.PATIENT], patientId: patientId("p-1") };
    await command(appointments.query, other, "cancelAppointment", { id: appointmentId("a-2"), reason: "Curious" });
    const booking = { patientId: patientId("p-2"), providerId: patientId("p-1"), startsAt: at("09:00") };
    await command(appointments.query, other, "bookAppointment", { ...booking, visitType: "VIDEO" });
    expect(await entries("outcome, entity_ids, subject_ids")).toEqual([
      { outcome: "REFUSED", entity_ids: [appointmentId("a-2")], subject_ids: [] },
      { outcome: "REFUSED", entity_ids: [patientId("p-2")], subject_ids: [patientId("p-2")] },
    ]);
  });
});

describe("without an audit entry nothing leaves", () => {
  beforeEach(() => appointments.database.asOwner("revoke insert on audit_entry from test_appointment_app"));
  afterEach(() => appointments.database.asOwner("grant insert on audit_entry to test_appointment_app"));

  it.each([
    ["a query", list, {}],
    ["entities", entities, references],
    ["an entity's lists", entities.replace("id externalId", "statusHistory { to }"), references],
  ])("%s", async (_what, query, variables) => {
    const answer = await appointments.query(staff, query, variables);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(JSON.stringify(answer)).not.toContain("a-1");
  });

  it("an event, whose subscription ends", async () => {
    const subscriber = await connectSubscriber(appointments, staff);
    const subscription = await subscriber.subscribe("subscription { appointmentChanged { appointment { id } } }");
    await tellOf("a-1");
    expect(await subscription.ended).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    expect(subscription.events).toEqual([]);
    await subscriber.close();
  });

  it("the log of events", async () => {
    const token = await appointments.issuer.tokenFor({ ...admin, scope: "events" });
    const response = await fetch(`${appointments.url}/events`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(500);
    expect(JSON.parse(await response.text())).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  });

  it.each([
    ["of a new row", [visit("a-new")]],
    ["of rows that are known", [visit("a-1")]],
  ])("the answer to an import %s", async (_what, rows) => {
    await expect(appointments.import(admin, "appointments", rows)).rejects.toThrow(/500.*INTERNAL_SERVER_ERROR/);
    const [found] = await appointments.orm.em
      .getConnection()
      .execute("select count(*)::int as rows from appointment where external_id = 'a-new'");
    expect(found?.rows).toBe(0);
  });
});
