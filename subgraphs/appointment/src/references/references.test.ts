import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  admin,
  hoursFromNow,
  organizationId,
  patientId,
  patientUser,
  providerId,
  staff,
  stranger,
  visit,
} from "../booking/booking.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

const patients = ["p-1", "p-2", "p-3"];

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  const rows = patients.flatMap((patientExternalId, index) => [
    // Five to come each, one that was called off, and three that are over.
    ...[24, 30, 48, 72, 96].map((hours, at) =>
      visit(`${patientExternalId}-next-${at}`, { patientExternalId, startsAt: hoursFromNow(hours + index) }),
    ),
    ...[-24, -48, -72].map((hours, at) =>
      visit(`${patientExternalId}-past-${at}`, {
        patientExternalId,
        startsAt: hoursFromNow(hours),
        status: "FULFILLED",
      }),
    ),
    visit(`${patientExternalId}-cancelled`, { patientExternalId, status: "CANCELLED" }),
    visit(`${patientExternalId}-under-way`, {
      patientExternalId,
      startsAt: hoursFromNow(-0.25 + index),
      status: "IN_PROGRESS",
      providerExternalId: "d-2",
    }),
  ]);
  expect((await appointments.import(admin, "appointments", rows)).accepted).toBe(30);
});
afterAll(() => appointments.close());

const patientReferences = (...ids: string[]) => ({
  r: ids.map((id) => ({ __typename: "Patient", id: patientId(id) })),
});

function below(type: "Patient" | "Provider", selection: string, variables = ""): string {
  return `query ($r: [_Any!]!${variables}) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`;
}

function selects(): number {
  return appointments.statements.filter((statement) => /^(select|with)/.test(statement)).length;
}

type Node = { externalId: string };

describe("the appointments of a patient", () => {
  it("are upcoming, the next first, while active and not over; past, the latest first, when over or called off", async () => {
    const { data, errors } = await appointments.query(
      staff,
      below(
        "Patient",
        "id upcomingAppointments { totalCount nodes { externalId } } pastAppointments { totalCount nodes { externalId } }",
      ),
      patientReferences("p-1"),
    );
    expect(errors).toBeUndefined();
    const [patient] = data._entities;
    const upcoming = patient.upcomingAppointments.nodes.map((node: Node) => node.externalId);
    expect(upcoming).toEqual(["p-1-under-way", ...[0, 1, 2, 3, 4].map((at) => `p-1-next-${at}`)]);
    expect(patient.upcomingAppointments.totalCount).toBe(6);
    expect(patient.pastAppointments).toEqual({
      totalCount: 4,
      nodes: ["p-1-cancelled", "p-1-past-0", "p-1-past-1", "p-1-past-2"].map((externalId) => ({ externalId })),
    });
  });

  it("cost one statement for several patients, and one more for their counts", async () => {
    for (const ids of [["p-1"], patients]) {
      appointments.statements.length = 0;
      const page = "upcomingAppointments(first: 2) { nodes { externalId } }";
      const { data } = await appointments.query(staff, below("Patient", page), patientReferences(...ids));
      const pages = data._entities.map(
        (patient: { upcomingAppointments: { nodes: Node[] } }) => patient.upcomingAppointments.nodes,
      );
      expect(pages.map((nodes: Node[]) => nodes.length)).toEqual(ids.map(() => 2));
      expect(selects()).toBe(1);

      appointments.statements.length = 0;
      const counted = "upcomingAppointments(first: 2) { totalCount nodes { externalId } }";
      await appointments.query(staff, below("Patient", counted), patientReferences(...ids));
      expect(selects()).toBe(2);
    }
  });

  it.each([
    ["upcomingAppointments", 6],
    ["pastAppointments", 4],
  ])("page through %s without gap or repeat", async (list, total) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await appointments.query(
        staff,
        below(
          "Patient",
          `list: ${list}(first: 1, after: $after) { totalCount nodes { externalId } pageInfo { hasNextPage endCursor } }`,
          ", $after: String",
        ),
        { ...patientReferences("p-2"), after },
      );
      expect(errors).toBeUndefined();
      const [{ list: page }] = data._entities;
      expect(page.totalCount).toBe(total);
      seen.push(...page.nodes.map((node: Node) => node.externalId));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  it("are written down", async () => {
    await appointments.query(staff, below("Patient", "pastAppointments { nodes { id } }"), patientReferences("p-3"));
    const [entry] = await appointments.orm.em
      .getConnection()
      .execute("select actions, cardinality(entity_ids) as read from audit_entry order by occurred_at desc limit 1");
    expect(entry).toEqual({ actions: ["appointment.list"], read: 4 });
  });
});

describe("who sees a patient's appointments", () => {
  const upcoming = below("Patient", "id upcomingAppointments { totalCount }");

  it.each([Role.ADMIN, Role.STAFF, Role.NURSE])("%s: every patient's of the organization", async (role) => {
    const { data } = await appointments.query(
      { organizationId, roles: [role] },
      upcoming,
      patientReferences(...patients),
    );
    expect(data._entities).toEqual(
      patients.map((id) => ({ id: patientId(id), upcomingAppointments: { totalCount: 6 } })),
    );
  });

  it("a patient: their own; another patient is null", async () => {
    const { data, errors } = await appointments.query(patientUser("p-2"), upcoming, patientReferences("p-1", "p-2"));
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([null, { id: patientId("p-2"), upcomingAppointments: { totalCount: 6 } }]);
  });

  it("another organization: none", async () => {
    const { data } = await appointments.query(stranger, upcoming, patientReferences("p-1"));
    expect(data._entities).toEqual([{ id: patientId("p-1"), upcomingAppointments: { totalCount: 0 } }]);
  });

  it("a partner: nobody's", async () => {
    const { data, errors } = await appointments.query(
      { organizationId, roles: [Role.PARTNER] },
      upcoming,
      patientReferences("p-1"),
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([null]);
  });
});

describe("the appointments of a provider", () => {
  const upcoming = below("Provider", "id upcomingAppointments(first: 10) { totalCount nodes { externalId } }");
  const references = { r: ["d-1", "d-2"].map((id) => ({ __typename: "Provider", id: providerId(id) })) };

  it("are upcoming, the next first, in one statement for several providers and one for their counts", async () => {
    appointments.statements.length = 0;
    const { data, errors } = await appointments.query(staff, upcoming, references);
    expect(errors).toBeUndefined();
    const [first, second] = data._entities;
    expect(first.upcomingAppointments.totalCount).toBe(15);
    expect(first.upcomingAppointments.nodes).toHaveLength(10);
    expect(second).toMatchObject({ id: providerId("d-2"), upcomingAppointments: { totalCount: 3 } });
    expect(selects()).toBe(2);
  });

  it("are, for a patient, only their own", async () => {
    const { data, errors } = await appointments.query(patientUser("p-3"), upcoming, references);
    expect(errors).toBeUndefined();
    const [first, second] = data._entities;
    expect(first.upcomingAppointments.totalCount).toBe(5);
    expect(first.upcomingAppointments.nodes.every((node: Node) => node.externalId.startsWith("p-3-"))).toBe(true);
    expect(second.upcomingAppointments).toEqual({ totalCount: 1, nodes: [{ externalId: "p-3-under-way" }] });
  });
});
