import { randomUUID } from "node:crypto";
import { boundEntityManager, CareConsent, CareGrant, type Reach, Role } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { AppointmentRow } from "./booking.entity.ts";
import { admin, appointmentId, patientId as importedPatient, organizationId, staff, visit } from "./booking.fixture.ts";
import { appointmentsWithin } from "./booking.policy.ts";
import { at, command, outcomeOf } from "./commands.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let patientId: string;
let doctor: TestViewer & { readonly providerId: string };
let colleague: string;
beforeEach(async () => {
  patientId = await knownPatient(appointments);
  doctor = { organizationId, roles: [Role.PROVIDER], providerId: await knownProvider(appointments) };
  colleague = await knownProvider(appointments);
});

const run = (viewer: TestViewer, mutation: string, input: object) =>
  command(appointments.query, viewer, mutation, input);

/** What `at` adds to a week from now to be beyond the days that make a care relationship. */
const distant = 60;
const [soon, later] = [at("09:00"), at("09:00", distant)];

async function booked(viewer: TestViewer, providerId: string, startsAt: string) {
  const visitType = "VIDEO";
  return run(viewer, "bookAppointment", { patientId, providerId, startsAt, visitType });
}

/** A visit that the front desk booked. */
async function visitWith(providerId: string, startsAt: string): Promise<string> {
  const { appointment, userErrors } = await booked(staff, providerId, startsAt);
  expect(userErrors).toEqual([]);
  return String(appointment?.id);
}

async function giveAccess(): Promise<void> {
  const until = new Date(Date.now() + 3_600_000);
  await boundEntityManager(appointments.orm, organizationId).insert(CareGrant, {
    ...{ organizationId, grantId: randomUUID(), patientId, providerId: doctor.providerId },
    ...{ until, endedAt: null, aggregateVersion: 1 },
  });
}

describe("whom a provider cares for is not theirs to decide", () => {
  it("by moving a distant visit of theirs", async () => {
    const id = await visitWith(doctor.providerId, later);
    expect((await run(doctor, "rescheduleAppointment", { id, startsAt: soon })).userErrors).toMatchObject([
      { code: "OUTSIDE_CARE", field: ["startsAt"] },
    ]);
    const farther = { id, startsAt: at("10:00", distant) };
    expect(outcomeOf(await run(doctor, "rescheduleAppointment", farther))).toBe("done");
    expect(outcomeOf(await run(staff, "rescheduleAppointment", { id, startsAt: soon }))).toBe("done");
    expect(outcomeOf(await run(doctor, "rescheduleAppointment", { id, startsAt: at("11:00") }))).toBe("done");
  });

  it("but is the front desk's, through an application, too, unless the patient refuses to be shared", async () => {
    const application: TestViewer = { ...staff, scope: "appointments.write" };
    const id = await visitWith(doctor.providerId, later);
    expect(outcomeOf(await run(application, "rescheduleAppointment", { id, startsAt: soon }))).toBe("done");
    await boundEntityManager(appointments.orm, organizationId).insert(CareConsent, {
      ...{ organizationId, consentId: randomUUID(), patientId, scope: "DATA_SHARING", subject: "APPLICATIONS" },
      ...{ decision: "DENY", aggregateVersion: 1 },
    });
    const again = { id, startsAt: at("11:00") };
    expect(outcomeOf(await run(application, "rescheduleAppointment", again))).toBe("NOT_FOUND");
    expect(outcomeOf(await run(staff, "rescheduleAppointment", again))).toBe("done");
  });

  it("by moving a colleague's visit with access that they were given", async () => {
    await giveAccess();
    const id = await visitWith(colleague, later);
    expect(outcomeOf(await run(doctor, "rescheduleAppointment", { id, startsAt: soon }))).toBe("OUTSIDE_CARE");
    const farther = { id, startsAt: at("10:00", distant) };
    expect(outcomeOf(await run(doctor, "rescheduleAppointment", farther))).toBe("done");
  });

  it("by booking with access that they were given", async () => {
    await giveAccess();
    for (const startsAt of [soon, later]) {
      expect((await booked(doctor, doctor.providerId, startsAt)).userErrors).toMatchObject([
        { code: "NOT_FOUND", field: ["patientId"] },
      ]);
    }
    await visitWith(doctor.providerId, soon);
    expect(outcomeOf(await booked(doctor, doctor.providerId, later))).toBe("done");
  });

  it("but a patient's own to decide for themselves", async () => {
    const id = await visitWith(doctor.providerId, later);
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };
    expect(outcomeOf(await run(self, "rescheduleAppointment", { id, startsAt: soon }))).toBe("done");
  });
});

describe("a provider who is a patient, too", () => {
  const begun = { startsAt: new Date(Date.now() - 60_000).toISOString() };

  it("acts as a patient on a colleague's visit with them, and as the clinic on their own with others", async () => {
    await appointments.import(admin, "appointments", [
      visit("is-seen", { ...begun, patientExternalId: "is-seen", providerExternalId: "sees-colleague" }),
      visit("sees", { ...begun, patientExternalId: "is-another", providerExternalId: "is-seen" }),
    ]);
    const [{ provider_id } = {}] = await appointments.orm.em
      .getConnection()
      .execute("select provider_id from appointment where external_id = 'sees'");
    const both: TestViewer = {
      organizationId,
      roles: [Role.PROVIDER, Role.PATIENT],
      providerId: String(provider_id),
      patientId: importedPatient("is-seen"),
    };
    const cancelled = (externalId: string) =>
      run(both, "cancelAppointment", { id: appointmentId(externalId), reason: "Called off" });
    expect((await cancelled("is-seen")).userErrors).toMatchObject([{ code: "IN_THE_PAST", field: ["id"] }]);
    expect(outcomeOf(await cancelled("sees"))).toBe("done");
  });
});

describe("whose a provider's own visit is beyond their care", () => {
  it("is not found out by searching for a patient", async () => {
    await visitWith(doctor.providerId, later);
    const search = async (filter: object) => {
      const { data, errors } = await appointments.query(
        doctor,
        `query ($f: AppointmentFilter, $d: AppointmentFilter) {
          appointments(filter: $f) { totalCount nodes { patient { id } } }
          appointmentSummary(filter: $f) { total }
          appointmentStatusCounts(filter: $f) { count }
          appointmentDayCounts(filter: $d) { total }
        }`,
        { f: filter, d: { ...filter, from: at("00:00", distant), to: at("00:00", distant + 1) } },
      );
      expect(errors).toBeUndefined();
      const { appointments: list, appointmentSummary, appointmentStatusCounts, appointmentDayCounts } = data;
      const sum = (counts: Record<string, number>[]) => counts.flatMap(Object.values).reduce((one, more) => one + more);
      const counts = [appointmentSummary.total, sum(appointmentStatusCounts), sum(appointmentDayCounts)];
      return { list, counts };
    };
    expect(await search({})).toEqual({ list: { totalCount: 1, nodes: [{ patient: null }] }, counts: [1, 1, 1] });
    expect(await search({ patientId })).toEqual({ list: { totalCount: 0, nodes: [] }, counts: [0, 0, 0] });
  });
});

describe("a provider's appointments", () => {
  it("are found through indexes, however many the organization has", async () => {
    await appointments.database.asOwner(`
      insert into appointment (id, organization_id, created_at, updated_at, status, visit_type, starts_at, ends_at,
        patient_id, provider_id)
      select gen_random_uuid(), '${organizationId}', now(), now(), 'FULFILLED', 'IN_PERSON', starts_at,
        starts_at + interval '30 minutes', md5('patient' || n % 2000)::uuid, md5('provider' || n % 100)::uuid
      from (select n, now() - n * interval '1 hour' as starts_at from generate_series(1, 20000) n) as visits;
      analyze appointment`);
    const em = boundEntityManager(appointments.orm, organizationId);
    const [{ id: providerId } = {}] = await em.execute<{ id: string }[]>("select md5('provider1')::uuid as id");
    const provider = { organizationId, providerId: String(providerId) };
    const reach: Reach = [
      { relation: "own", providerId: provider.providerId },
      { relation: "care", ...provider },
      { relation: "grant", ...provider },
      { relation: "breakGlass", patientIds: [randomUUID()] },
    ];
    const plan = await planOf(em, AppointmentRow, appointmentsWithin(reach));
    expect(plan).toContain("appointment_organization_id_provider_id_starts_at_id_index");
    expect(plan).toContain("appointment_organization_id_patient_id_starts_at_id_index");
    expect(plan).not.toMatch(/SubPlan|Seq Scan on appointment/);
  });
});
