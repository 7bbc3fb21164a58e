import { Role } from "@careconnect/kit";
import { schemaDiff, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appointmentSubgraph } from "../subgraph.ts";
import {
  admin,
  appointmentId,
  hoursFromNow,
  organizationId,
  patientId,
  patientUser,
  providerId,
  staff,
  stranger,
  visit,
} from "./booking.fixture.ts";

const visits = [
  visit("a-1", { startsAt: hoursFromNow(-48), status: "FULFILLED", reason: "Chest pain" }),
  visit("a-2", { startsAt: hoursFromNow(24), locationExternalId: "l-1", visitType: "VIDEO" }),
  visit("a-3", { startsAt: hoursFromNow(24), patientExternalId: "p-2", providerExternalId: "d-2" }),
  visit("a-4", {
    startsAt: hoursFromNow(48),
    patientExternalId: "p-2",
    status: "CANCELLED",
    statusReason: "Has a cold",
  }),
];

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  expect(await appointments.import(admin, "appointments", visits)).toEqual({ accepted: 4, unchanged: 0, rejected: [] });
});
afterAll(() => appointments.close());

async function externalIds(viewer: TestViewer, args: string): Promise<string[]> {
  const { data, errors } = await appointments.query(viewer, `{ appointments(${args}) { nodes { externalId } } }`);
  expect(errors).toBeUndefined();
  return data.appointments.nodes.map((node: { externalId: string }) => node.externalId);
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return appointments.orm.em.getConnection().execute(statement);
}

describe("the database", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(appointmentSubgraph, appointments.database.ownerUrl)).toBe("");
  });

  it("holds no reason in plain text", async () => {
    const rows = [
      ...(await sql("select * from appointment")),
      ...(await sql("select * from appointment_status_change")),
    ];
    expect(JSON.stringify(rows)).not.toMatch(/Chest pain|Has a cold/);
  });

  it("lets the serving role add to the history and never change it", async () => {
    for (const statement of [
      "update appointment_status_change set to_status = 'FULFILLED'",
      "delete from appointment_status_change",
      "truncate appointment_status_change",
    ]) {
      await expect(sql(statement)).rejects.toThrow(/permission denied/);
    }
  });

  it("refuses an appointment that ends before it starts, whoever writes it", async () => {
    await expect(sql("update appointment set ends_at = starts_at")).rejects.toThrow(/appointment_ends_after_start/);
  });
});

describe("appointments", () => {
  it("sorts by start, either way", async () => {
    expect((await externalIds(staff, "first: 10")).at(0)).toBe("a-1");
    expect((await externalIds(staff, "first: 10")).at(-1)).toBe("a-4");
    expect(await externalIds(staff, "orderBy: STARTS_AT_DESC, first: 1")).toEqual(["a-4"]);
  });

  it.each([
    ["a patient", () => `patientId: "${patientId("p-2")}"`, ["a-3", "a-4"]],
    ["a provider", () => `providerId: "${providerId("d-2")}"`, ["a-3"]],
    ["statuses", () => "status: [FULFILLED, CANCELLED]", ["a-1", "a-4"]],
    ["no status", () => "status: []", []],
    ["the source's id", () => 'externalId: "a-2"', ["a-2"]],
    ["an id that is none", () => 'patientId: "nonsense"', []],
  ])("filters by %s", async (_name, filter, expected) => {
    expect(await externalIds(staff, `filter: { ${filter()} }`)).toEqual(expected);
  });

  it("filters by a half-open window on the start", async () => {
    const [from, to] = [visits[0]?.startsAt, visits[3]?.startsAt];
    const inside = await externalIds(staff, `filter: { from: "${from}", to: "${to}" }`);
    expect(inside.sort()).toEqual(["a-1", "a-2", "a-3"]);
  });

  it("refuses a window that ends before it starts, and names the field", async () => {
    for (const to of ["2026-01-01T00:00:00Z", "2025-12-31T00:00:00Z"]) {
      const filter = `filter: { from: "2026-01-01T00:00:00Z", to: "${to}" }`;
      for (const field of [`appointments(${filter}) { totalCount }`, `appointmentSummary(${filter}) { total }`]) {
        const { data, errors } = await appointments.query(staff, `{ list: ${field} }`);
        expect(data.list).toBeNull();
        expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["filter", "to"] });
      }
    }
  });

  it("pages through starts that are equal without gap or repeat", async () => {
    for (const order of ["STARTS_AT_ASC", "STARTS_AT_DESC"]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { data, errors } = await appointments.query(
          staff,
          `query ($after: String) { appointments(first: 1, after: $after, orderBy: ${order}) { totalCount nodes { externalId } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        expect(errors).toBeUndefined();
        expect(data.appointments.totalCount).toBe(4);
        seen.push(...data.appointments.nodes.map((node: { externalId: string }) => node.externalId));
        after = data.appointments.pageInfo.hasNextPage ? data.appointments.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toHaveLength(4);
      expect(new Set(seen).size).toBe(4);
    }
  });

  it("names patient, provider and location, and tells its history", async () => {
    const { data, errors } = await appointments.query(
      staff,
      `query ($id: ID!) { appointment(id: $id) {
        id reason visitType version patient { id } provider { id } location { id } statusHistory { from to reason }
      } }`,
      { id: appointmentId("a-4") },
    );
    expect(errors).toBeUndefined();
    expect(data.appointment).toEqual({
      id: appointmentId("a-4"),
      reason: null,
      visitType: "IN_PERSON",
      version: 1,
      patient: { id: patientId("p-2") },
      provider: { id: providerId("d-1") },
      location: null,
      statusHistory: [{ from: null, to: "CANCELLED", reason: "Has a cold" }],
    });
  });

  it("writes every read down", async () => {
    await externalIds(staff, 'filter: { externalId: "a-1" }');
    await appointments.query(staff, `{ appointment(id: "${appointmentId("a-1")}") { id } }`);
    const entries = await sql(
      "select actions, entity_ids::text as ids, subject_ids::text as subjects from audit_entry order by occurred_at desc limit 2",
    );
    expect(entries).toEqual([
      { actions: ["appointment.read"], ids: `{${appointmentId("a-1")}}`, subjects: `{${patientId("p-1")}}` },
      { actions: ["appointment.list"], ids: `{${appointmentId("a-1")}}`, subjects: `{${patientId("p-1")}}` },
    ]);
  });
});

describe("who sees what", () => {
  const all = "{ appointments { totalCount nodes { externalId } } }";
  const entity = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Appointment { externalId } } }";
  const references = (...ids: string[]) => ({ r: ids.map((id) => ({ __typename: "Appointment", id })) });

  it("shows another organization nothing", async () => {
    expect((await appointments.query(stranger, all)).data.appointments).toEqual({ totalCount: 0, nodes: [] });
    const id = appointmentId("a-1");
    expect((await appointments.query(stranger, `{ appointment(id: "${id}") { id } }`)).data.appointment).toBeNull();
    expect((await appointments.query(stranger, entity, references(id))).data._entities).toEqual([null]);
  });

  it.each([Role.ADMIN, Role.STAFF, Role.NURSE])("shows %s the whole organization", async (role) => {
    const viewer: TestViewer = { organizationId, roles: [role] };
    expect((await appointments.query(viewer, all)).data.appointments.totalCount).toBe(4);
    const answer = await appointments.query(viewer, entity, references(appointmentId("a-1"), appointmentId("a-3")));
    expect(answer.data._entities).toEqual([{ externalId: "a-1" }, { externalId: "a-3" }]);
  });

  it("shows a patient their own appointments and no other", async () => {
    const self = patientUser("p-2");
    expect((await appointments.query(self, all)).data.appointments).toEqual({
      totalCount: 2,
      nodes: [{ externalId: "a-3" }, { externalId: "a-4" }],
    });
    expect(await externalIds(self, `filter: { patientId: "${patientId("p-1")}" }`)).toEqual([]);
    const answer = await appointments.query(self, entity, references(appointmentId("a-1"), appointmentId("a-3")));
    expect(answer.data._entities).toEqual([null, { externalId: "a-3" }]);
  });

  it("refuses a partner and a patient without a record, and writes the denial down", async () => {
    for (const role of [Role.PARTNER, Role.PATIENT]) {
      const answer = await appointments.query({ organizationId, roles: [role] }, all);
      expect(answer.data.appointments).toBeNull();
      expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect(await sql("select actions from audit_entry where outcome = 'DENIED'")).toContainEqual({
      actions: ["appointment.read"],
    });
  });

  it("answers null for an id that is none", async () => {
    expect((await appointments.query(staff, '{ appointment(id: "nonsense") { id } }')).data.appointment).toBeNull();
  });

  it("refuses a token that expired, on _entities too", async () => {
    const expired = { exp: Math.floor(Date.now() / 1_000) - 10 };
    const response = await fetch(`${appointments.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await appointments.issuer.tokenFor(staff, expired)}`,
      },
      body: JSON.stringify({ query: entity, variables: references(appointmentId("a-1")) }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
  });
});

describe("the cost of a list", () => {
  it("is one statement for rows, one for histories and one for the audit, for 3 as for 30", async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      visit(`many-${index}`, { startsAt: hoursFromNow(100 + index) }),
    );
    await appointments.import(admin, "appointments", many);
    for (const first of [3, 30]) {
      appointments.statements.length = 0;
      const { data, errors } = await appointments.query(
        staff,
        `{ appointments(first: ${first}) { nodes { id patient { id } provider { id } statusHistory { to } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data.appointments.nodes).toHaveLength(first);
      expect(data.appointments.nodes.map((node: { statusHistory: unknown[] }) => node.statusHistory.length)).toEqual(
        Array(first).fill(1),
      );
      const kinds = appointments.statements.map((statement) => statement.split(" ")[0]);
      expect(kinds.filter((kind) => kind === "select")).toHaveLength(2);
      expect(kinds.filter((kind) => kind === "insert")).toHaveLength(1);
    }
  });
});
