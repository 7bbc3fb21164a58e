import { importedId } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  admin,
  appointmentId,
  organizationId,
  patientId,
  providerId,
  staff,
  stranger,
  visit,
} from "../booking/booking.fixture.ts";
import { command } from "../booking/commands.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return appointments.orm.em.getConnection().execute(statement);
}

function eventsOf(externalId: string): Promise<Record<string, unknown>[]> {
  return sql(
    `select * from outbox_event where aggregate_id = '${appointmentId(externalId)}' order by aggregate_version`,
  );
}

async function historyOf(externalId: string): Promise<unknown> {
  const { data, errors } = await appointments.query(
    staff,
    `{ appointment(id: "${appointmentId(externalId)}") { version statusHistory { from to reason } } }`,
  );
  expect(errors).toBeUndefined();
  return data.appointment;
}

describe("importing appointments", () => {
  it("changes nothing the second time, and tells nobody", async () => {
    const rows = [
      visit("twice-1", { reason: "Cough" }),
      visit("twice-2", { status: "FULFILLED", statusReason: "Seen" }),
    ];
    expect(await appointments.import(admin, "appointments", rows)).toEqual({ accepted: 2, unchanged: 0, rejected: [] });
    const counts =
      "select (select count(*) from outbox_event) as events, (select count(*) from appointment_status_change) as changes, (select max(version) from appointment) as version";
    const before = await sql(counts);
    expect(await appointments.import(admin, "appointments", rows)).toEqual({ accepted: 0, unchanged: 2, rejected: [] });
    expect(await sql(counts)).toEqual(before);
  });

  it.each([
    ["REQUESTED", "appointment.requested"],
    ["BOOKED", "appointment.booked"],
    ["CONFIRMED", "appointment.confirmed"],
    ["CHECKED_IN", "appointment.checked_in"],
    ["IN_PROGRESS", "appointment.started"],
    ["FULFILLED", "appointment.fulfilled"],
    ["CANCELLED", "appointment.cancelled"],
    ["NO_SHOW", "appointment.no_show"],
  ])("tells of a %s one as %s, marked as imported, without the reason", async (status, type) => {
    const row = visit(`told-${status}`, {
      status,
      patientExternalId: `p-${status}`,
      providerExternalId: `d-${status}`,
      startsAt: "2024-05-01T09:00:00Z",
      locationExternalId: "l-1",
      visitType: "PHONE",
      reason: "Migraine",
      statusReason: "Headache",
    });
    await appointments.import(admin, "appointments", [row]);
    const events = await eventsOf(`told-${status}`);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type,
      imported: true,
      aggregate_version: 1,
      payload: {
        appointmentId: appointmentId(`told-${status}`),
        patientId: patientId(`p-${status}`),
        providerId: providerId(`d-${status}`),
        locationId: importedId(organizationId, "location", "l-1"),
        startsAt: "2024-05-01T09:00:00.000Z",
        endsAt: "2024-05-01T09:30:00.000Z",
        visitType: "PHONE",
        status,
      },
    });
    expect(JSON.stringify(events)).not.toMatch(/Migraine|Headache/);
    expect(await historyOf(`told-${status}`)).toEqual({
      version: 1,
      statusHistory: [{ from: null, to: status, reason: "Headache" }],
    });
  });

  it("adds a step to the history when the status changed, and none when something else did", async () => {
    const row = visit("moved");
    await appointments.import(admin, "appointments", [row]);
    await appointments.import(admin, "appointments", [{ ...row, visitType: "VIDEO" }]);
    await appointments.import(admin, "appointments", [
      { ...row, visitType: "VIDEO", status: "NO_SHOW", statusReason: "Did not come" },
    ]);
    expect(await historyOf("moved")).toEqual({
      version: 3,
      statusHistory: [
        { from: null, to: "BOOKED", reason: null },
        { from: "BOOKED", to: "NO_SHOW", reason: "Did not come" },
      ],
    });
    const events = await eventsOf("moved");
    expect(events.map(({ type, aggregate_version }) => [type, aggregate_version])).toEqual([
      ["appointment.booked", 1],
      ["appointment.booked", 2],
      ["appointment.no_show", 3],
    ]);
  });

  it("has a visit stand that the clinic called off and its source has standing: nothing came of it any more", async () => {
    const startsAt = new Date(Math.ceil(Date.now() / 60_000 + 600) * 60_000);
    const endsAt = new Date(startsAt.getTime() + 30 * 60_000);
    const row = visit("standing", { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
    await appointments.import(admin, "appointments", [row]);
    const id = appointmentId("standing");
    const { userErrors } = await command(appointments.query, staff, "cancelAppointment", { id, reason: "By mistake" });
    expect(userErrors).toEqual([]);
    const shown = async () =>
      (await appointments.query(staff, `{ appointment(id: "${id}") { status cancellation { onBehalfOf } } }`)).data;
    expect(await shown()).toEqual({ appointment: { status: "CANCELLED", cancellation: { onBehalfOf: "CLINIC" } } });
    expect(await appointments.import(admin, "appointments", [row])).toMatchObject({ accepted: 1 });
    expect(await shown()).toEqual({ appointment: { status: "BOOKED", cancellation: null } });
  });

  it("rejects text with NUL, by its field", async () => {
    const rows = [
      visit("nul", { reason: "Knee\u0000pain" }),
      visit("nul", { status: "CANCELLED", statusReason: "\u0000" }),
    ];
    expect(await appointments.import(admin, "appointments", rows)).toMatchObject({
      accepted: 0,
      rejected: [
        { code: "VALIDATION_FAILED", field: ["reason"] },
        { code: "VALIDATION_FAILED", field: ["statusReason"] },
      ],
    });
  });

  it("takes a row that a batch repeats once", async () => {
    const report = await appointments.import(admin, "appointments", [visit("repeated"), visit("repeated")]);
    expect(report).toEqual({ accepted: 1, unchanged: 1, rejected: [] });
    expect(await eventsOf("repeated")).toHaveLength(1);
    expect(await historyOf("repeated")).toMatchObject({ statusHistory: [{ from: null, to: "BOOKED" }] });
  });

  it("takes history as it was: visits that overlap, and one of 92 hours", async () => {
    const long = { startsAt: "2023-01-01T00:00:00Z", endsAt: "2023-01-04T20:00:00Z", status: "FULFILLED" };
    const report = await appointments.import(admin, "appointments", [
      visit("long-1", long),
      visit("long-2", long),
      visit("short", { startsAt: "2023-01-02T09:00:00Z", status: "FULFILLED" }),
      visit("active", { startsAt: "2023-01-02T09:00:00Z" }),
      visit("cancelled", { startsAt: "2023-01-02T09:00:00Z", status: "CANCELLED" }),
    ]);
    expect(report).toEqual({ accepted: 5, unchanged: 0, rejected: [] });
  });

  it("takes no active visit into a time that an active one of the provider or the patient has", async () => {
    const startsAt = "2030-01-02T09:00:00Z";
    const report = await appointments.import(admin, "appointments", [
      visit("active-1", { startsAt }),
      visit("same-provider", { startsAt: "2030-01-02T09:15:00Z", patientExternalId: "p-2" }),
      visit("same-patient", { startsAt: "2030-01-02T09:15:00Z", providerExternalId: "d-2" }),
      visit("next", { startsAt: "2030-01-02T09:30:00Z" }),
    ]);
    expect(report).toMatchObject({
      accepted: 2,
      rejected: [
        { line: 3, code: "CONFLICT", message: expect.stringContaining("appointment_provider_no_overlap") },
        { line: 4, code: "CONFLICT", message: expect.stringContaining("appointment_patient_no_overlap") },
      ],
    });
  });

  it("reports a bad row by line and field while the good ones go in", async () => {
    const report = await appointments.import(admin, "appointments", [
      visit("good"),
      visit("bad-1", { startsAt: "2024-01-02T10:00:00Z", endsAt: "2024-01-02T10:00:00Z" }),
      visit("bad-2", { endsAt: "2024-02-30T10:00:00Z" }),
      visit("bad-3", { status: "DONE" }),
      visit("bad-4", { patientExternalId: "" }),
      visit("bad-5", { startsAt: "2024-01-02T10:00:00", endsAt: "2024-01-02T11:00:00Z" }),
    ]);
    expect(report).toMatchObject({
      accepted: 1,
      rejected: [
        { line: 3, code: "VALIDATION_FAILED", field: ["endsAt"] },
        { line: 4, code: "VALIDATION_FAILED", field: ["endsAt"] },
        { line: 5, code: "VALIDATION_FAILED", field: ["status"] },
        { line: 6, code: "VALIDATION_FAILED", field: ["patientExternalId"] },
        { line: 7, code: "VALIDATION_FAILED", field: ["startsAt"] },
      ],
    });
  });

  it("loads one file into two organizations as two sets of records", async () => {
    for (const viewer of [admin, stranger]) await appointments.import(viewer, "appointments", [visit("shared")]);
    const rows = await sql("select distinct id, patient_id from appointment where external_id = 'shared'");
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map((row) => row.patient_id)).size).toBe(2);
  });

  it("is refused without the role or the scope", async () => {
    for (const viewer of [
      { ...admin, scope: "graphql" },
      { ...staff, scope: "graphql import" },
    ]) {
      await expect(appointments.import(viewer, "appointments", [visit("refused")])).rejects.toThrow(/403.*FORBIDDEN/);
    }
  });
});
