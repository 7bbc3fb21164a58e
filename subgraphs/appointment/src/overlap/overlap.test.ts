import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, type CommandAnswer, command, outcomeOf } from "../booking/commands.fixture.ts";
import { aliasConsumer } from "../references/alias.consumer.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { waitlistCommand } from "../waitlist/waitlist.fixture.ts";
import { overlapsAnother } from "./overlap.query.ts";

let appointments: TestSubgraph;
let [old, current, providerId] = ["", "", ""];
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());
beforeEach(async () => {
  [old, current] = [await knownPatient(appointments), await knownPatient(appointments)];
  providerId = await knownProvider(appointments);
});

const consumer = aliasConsumer;
const merged = (version = 1, organization = organizationId) =>
  tell(
    appointments,
    "patient.merged",
    { patientId: old, survivingId: current, endedAt: null },
    {
      ...{ version, organization, consumer },
    },
  );
const unmerged = (version = 2) =>
  tell(
    appointments,
    "patient.unmerged",
    { patientId: old, survivingId: current, endedAt: new Date().toISOString() },
    { version, consumer },
  );

/** Gives a command about a visit; with a provider of their own unless told. */
async function book(
  input: object = {},
  mutation = "bookAppointment",
  viewer: TestViewer = staff,
): Promise<CommandAnswer> {
  const visit = { patientId: current, providerId, startsAt: at("09:00"), visitType: "IN_PERSON", ...input };
  return command(appointments.query, viewer, mutation, visit);
}

async function booked(input: object = {}): Promise<string> {
  const answer = await book(input);
  expect(outcomeOf(answer)).toBe("done");
  return String(answer.appointment?.id);
}

async function ask(query: string, viewer: TestViewer = staff) {
  const { data, errors } = await appointments.query(viewer, query);
  expect(errors).toBeUndefined();
  return data;
}

const ids = (list: { nodes: { id: string }[] }) => list.nodes.map(({ id }) => id);

/** Of all visits of the provider, those that overlap another one, with what they overlap. */
async function overlapping(): Promise<Record<string, string[]>> {
  const { appointments: list } = await ask(
    `{ appointments(filter: { providerId: "${providerId}", overlapping: true }) { nodes { id overlapping { id } } } }`,
  );
  return Object.fromEntries(
    list.nodes.map((node: { id: string; overlapping: { id: string }[] }) => [
      node.id,
      node.overlapping.map(({ id }) => id),
    ]),
  );
}

describe("visits of records that were merged", () => {
  it("are listed and counted together, by either record, as of the one that stands for both", async () => {
    const mine = [await booked({ patientId: old }), await booked({ startsAt: at("11:00") })];
    await merged();
    for (const id of [old, current]) {
      const filter = `filter: { patientId: "${id}" }`;
      const data = await ask(
        `{ appointments(${filter}) { totalCount nodes { id patient { id } } } appointmentSummary(${filter}) { total } }`,
      );
      expect(ids(data.appointments)).toEqual(mine);
      expect(data.appointments.totalCount).toBe(2);
      expect(data.appointmentSummary.total).toBe(2);
      for (const { patient } of data.appointments.nodes) expect(patient).toEqual({ id: current });
    }
    const rows = await appointments.orm.em
      .getConnection()
      .execute(`select patient_id from appointment where id in ('${mine.join("','")}') order by starts_at`);
    expect(rows).toEqual([{ patient_id: old }, { patient_id: current }]);
  });

  it("are below each record as a reference, also when both are asked for at once", async () => {
    const visit = await booked({ patientId: old });
    await merged();
    const empty = await knownPatient(appointments);
    const below = `upcomingAppointments(first: 5) { totalCount nodes { id } }`;
    const { data } = await appointments.query(
      staff,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { ${below} } } }`,
      { r: [old, current, empty].map((id) => ({ __typename: "Patient", id })) },
    );
    const of = (...nodes: string[]) => ({
      upcomingAppointments: { totalCount: nodes.length, nodes: nodes.map((id) => ({ id })) },
    });
    expect(data._entities).toEqual([of(visit), of(visit), of()]);
  });

  it("are the patient's, by a token that names either record, and are in the care of whoever sees either", async () => {
    const visit = await booked({ patientId: old });
    const colleague = await knownProvider(appointments);
    await booked({ providerId: colleague, startsAt: at("13:00") });
    const viewers: TestViewer[] = [
      { organizationId, roles: [Role.PATIENT], patientId: current },
      { organizationId, roles: [Role.PROVIDER], providerId: colleague },
    ];
    const sees = (viewer: TestViewer) => ask(`{ appointment(id: "${visit}") { id } }`, viewer);
    for (const viewer of viewers) expect((await sees(viewer)).appointment).toBeNull();
    await merged();
    for (const viewer of viewers) expect((await sees(viewer)).appointment).toEqual({ id: visit });
    await unmerged();
    for (const viewer of viewers) expect((await sees(viewer)).appointment).toBeNull();
  });

  it("are not merged by what another organization was told", async () => {
    await booked({ patientId: old });
    await merged(1, stranger.organizationId);
    const data = await ask(`{ appointments(filter: { patientId: "${current}" }) { nodes { id } } }`);
    expect(ids(data.appointments)).toEqual([]);
  });
});

describe("a visit at the time of another one of the same patient", () => {
  it("is refused once the records are known to be one, whoever is named, however it is booked", async () => {
    await booked({ patientId: old });
    await merged();
    const other = await knownProvider(appointments);
    const beside = { providerId: other, startsAt: at("09:15") };
    for (const patientId of [old, current]) {
      expect(outcomeOf(await book({ ...beside, patientId }))).toBe("PATIENT_BUSY");
      expect(outcomeOf(await book({ ...beside, patientId }, "holdAppointment"))).toBe("PATIENT_BUSY");
    }
    const override = { overrideReason: "Sent by the emergency room" };
    expect(outcomeOf(await book({ ...beside, ...override }, "overbookAppointment"))).toBe("PATIENT_BUSY");
    const later = await booked({ ...beside, startsAt: at("10:00") });
    const moved = await command(appointments.query, staff, "rescheduleAppointment", {
      id: later,
      startsAt: at("09:15"),
    });
    expect(outcomeOf(moved)).toBe("PATIENT_BUSY");
    expect(outcomeOf(await book({ startsAt: at("09:15") }))).toBe("SLOT_TAKEN");
    const { data } = await appointments.query(
      staff,
      `mutation ($input: BookAppointmentSeriesInput!) { bookAppointmentSeries(input: $input) { userErrors { code } } }`,
      { input: { patientId: current, visitType: "IN_PERSON", rule: "FREQ=DAILY;COUNT=2", ...beside } },
    );
    expect(data.bookAppointmentSeries.userErrors[0].code).toBe("PATIENT_BUSY");
  });

  it("that was booked before it was known is told of by both, until one is moved", async () => {
    const [first, second] = [
      await booked({ patientId: old }),
      await booked({ providerId: await knownProvider(appointments), startsAt: at("09:15") }),
    ];
    await booked({ startsAt: at("11:00") });
    expect(await overlapping()).toEqual({});
    await merged();
    expect(await overlapping()).toEqual({ [first]: [second] });
    const own = (await ask(`{ appointment(id: "${second}") { overlapping { id patient { id } } } }`)).appointment;
    expect(own).toEqual({ overlapping: [{ id: first, patient: { id: current } }] });
    const moved = await command(appointments.query, staff, "rescheduleAppointment", {
      id: first,
      startsAt: at("12:00"),
    });
    expect(outcomeOf(moved)).toBe("done");
    expect(await overlapping()).toEqual({});
  });

  it("is not told to a provider in whose care the patient is not yet, and who has but their own visit", async () => {
    const distant = 60;
    const own = await booked({ startsAt: at("09:00", distant) });
    const elsewhere = { patientId: old, providerId: await knownProvider(appointments) };
    await booked({ ...elsewhere, startsAt: at("09:15", distant) });
    await merged();
    expect(Object.keys(await overlapping())).toEqual([own]);
    const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId };
    const search = `(filter: { overlapping: true })`;
    const seen = `{ appointments { nodes { id overlapping { id } } } found: appointments${search} { nodes { id } }
      counted: appointmentSummary${search} { total } }`;
    expect(await ask(seen, doctor)).toEqual({
      appointments: { nodes: [{ id: own, overlapping: [] }] },
      ...{ found: { nodes: [] }, counted: { total: 0 } },
    });
  });

  it("is none any more when the merge is undone, and both may be booked again", async () => {
    const first = await booked({ patientId: old });
    const other = await knownProvider(appointments);
    const second = await booked({ providerId: other, startsAt: at("09:15") });
    await merged();
    expect(await overlapping()).toEqual({ [first]: [second] });
    await unmerged();
    expect(await overlapping()).toEqual({});
    await booked({ patientId: old, providerId: other, startsAt: at("12:00") });
    await booked({ startsAt: at("12:00") });
  });

  it("is not offered to who waits, and what they wait for is one wish", async () => {
    const wish = { providerId, visitType: "IN_PERSON", from: at("08:00"), until: at("18:00") };
    const join = (patientId: string) =>
      waitlistCommand(appointments.query, staff, "joinWaitlist", { ...wish, patientId });
    expect((await join(old)).userErrors).toEqual([]);
    await merged();
    expect((await join(current)).userErrors[0]?.code).toBe("ALREADY_WAITING");
    const { waitlist } = await ask(`{ waitlist(filter: { patientId: "${current}" }) { nodes { patient { id } } } }`);
    expect(waitlist.nodes).toEqual([{ patient: { id: current } }]);
  });
});

it("an archived record is no obstacle when it was merged; the one that stands for it is what counts", async () => {
  await tell(appointments, "patient.archived", { patientId: old, archived: true }, { version: 2 });
  expect(outcomeOf(await book({ patientId: old }))).toBe("PATIENT_ARCHIVED");
  await merged();
  expect(outcomeOf(await book({ patientId: old }))).toBe("done");
});

it("who overlaps whom costs one statement for a page, and is found from those who were merged", async () => {
  await merged();
  const page = async (first: number) => {
    appointments.statements.length = 0;
    await ask(`{ appointments(first: ${first}) { nodes { id overlapping { id } } } }`);
    return appointments.statements.filter((statement) => statement.startsWith("select")).length;
  };
  for (let hour = 0; hour < 5; hour += 1) await booked({ startsAt: at(`1${hour}:00`) });
  expect(await page(1)).toBe(2);
  expect(await page(5)).toBe(2);
  await appointments.database.asOwner(`
    insert into appointment (id, organization_id, created_at, updated_at, status, visit_type, starts_at, ends_at,
      patient_id, provider_id)
    select gen_random_uuid(), '${organizationId}', now(), now(), 'BOOKED', 'PHONE',
      now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', md5('p' || n)::uuid,
      '${randomUUID()}'
    from generate_series(1, 20000) n;
    analyze appointment; analyze patient_alias`);
  const em = boundEntityManager(appointments.orm, organizationId);
  expect(await planOf(em, AppointmentRow, overlapsAnother(organizationId))).not.toMatch(/Seq Scan on appointment/);
});
