import { randomUUID } from "node:crypto";
import { boundEntityManager, CareVisit, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const providerId = randomUUID();
const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

let patientId: string;
let self: TestViewer;
beforeEach(async () => {
  const input = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29" };
  const { data } = await patients.query(
    staff,
    "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } } }",
    { input },
  );
  patientId = data.registerPatient.patient.id;
  self = { organizationId, roles: [Role.PATIENT], patientId };
  const em = boundEntityManager(patients.orm, organizationId);
  const [tomorrow, status] = [new Date(Date.now() + 86_400_000), "BOOKED"];
  await em.insert(CareVisit, {
    ...{ organizationId, appointmentId: randomUUID(), patientId, providerId, startsAt: tomorrow, status },
    aggregateVersion: 1,
  });
});

async function record(more: object, viewer: TestViewer = self) {
  const { data, errors } = await patients.query(
    viewer,
    `mutation ($input: RecordConsentInput!) {
      recordConsent(input: $input) {
        consent { id scope channel provider { id } decision byPatient version }
        userErrors { code field }
      }
    }`,
    { input: { patientId, scope: "PROVIDER_ACCESS", providerId, decision: "DENY", ...more } },
  );
  expect(errors).toBeUndefined();
  return data.recordConsent;
}

async function seenBy(viewer: TestViewer): Promise<string | undefined> {
  const { data } = await patients.query(viewer, `{ patient(id: "${patientId}") { fullName } }`);
  return data.patient?.fullName;
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

describe("consent", () => {
  it("that is refused to a provider holds at once, and until it is given again", async () => {
    expect(await seenBy(doctor)).toBe("Zoë Ångström");
    expect(await record({})).toEqual({
      consent: {
        ...{ id: expect.any(String), scope: "PROVIDER_ACCESS", channel: null, provider: { id: providerId } },
        ...{ decision: "DENY", byPatient: true, version: 1 },
      },
      userErrors: [],
    });
    expect(await seenBy(doctor)).toBeUndefined();
    const others = { organizationId, roles: [Role.PROVIDER], providerId, breakGlass: [patientId] };
    expect(await seenBy(others)).toBe("Zoë Ångström");
    expect(await seenBy(self)).toBe("Zoë Ångström");
    expect(await seenBy(staff)).toBe("Zoë Ångström");
    expect((await record({ decision: "PERMIT" })).consent).toMatchObject({ decision: "PERMIT", version: 2 });
    expect(await seenBy(doctor)).toBe("Zoë Ångström");
  });

  describe("of records that were merged", () => {
    let twin: string;
    beforeEach(async () => {
      const input = { givenName: "Zoe", familyName: "Angstrom", birthDate: "1984-02-29" };
      const registered = await patients.query(
        staff,
        "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } } }",
        { input },
      );
      twin = registered.data.registerPatient.patient.id;
    });
    const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
    const decide = async (mutation: string, input: object) => {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code field } } }`;
      const { data } = await patients.query(admin, document, { input: { reason: "The same person", ...input } });
      expect(data[mutation].userErrors).toEqual([]);
    };
    const merge = () => decide("mergePatients", { id: patientId, intoId: twin });
    const undo = () => decide("undoPatientMerge", { id: patientId });
    const listed = async (id: string) => {
      const { data, errors } = await patients.query(
        staff,
        `{ patient(id: "${id}") { consents {
          scope decision version versions(first: 10) { totalCount nodes { decision } } } } }`,
      );
      expect(errors).toBeUndefined();
      return data.patient.consents.map(
        (consent: { decision: string; versions: { nodes: { decision: string }[]; totalCount: number } }) => {
          expect(consent.versions.totalCount).toBe(consent.versions.nodes.length);
          return [consent.decision, consent.versions.nodes.map(({ decision }) => decision).join(" ")];
        },
      );
    };

    it("what is said last holds for all; it is written for the one that stands, and stays with that", async () => {
      await record({});
      await merge();
      expect(await seenBy(doctor)).toBeUndefined();
      const said = await record({ decision: "PERMIT", expectedVersion: 1 });
      expect(said).toMatchObject({ consent: { decision: "PERMIT", byPatient: true, version: 1 }, userErrors: [] });
      expect(await seenBy(doctor)).toBe("Zoe Angstrom");
      for (const id of [patientId, twin]) expect(await listed(id)).toEqual([["PERMIT", "PERMIT DENY"]]);
      const told = await sql(
        `select payload->>'patientId' as patient_id, payload->>'decision' as decision from outbox_event
         where type = 'patient.consent.changed' and payload->>'patientId' in ('${patientId}', '${twin}') order by sequence`,
      );
      expect(told).toEqual([
        { patient_id: patientId, decision: "DENY" },
        { patient_id: twin, decision: "PERMIT" },
      ]);
      await undo();
      expect(await seenBy(doctor)).toBeUndefined();
      expect(await listed(patientId)).toEqual([["DENY", "DENY"]]);
      expect(await listed(twin)).toEqual([["PERMIT", "PERMIT"]]);
    });

    it("what was said of either before they were merged holds as it was said last", async () => {
      await record({ patientId: twin, decision: "DENY" }, { ...self, patientId: twin });
      await record({ decision: "PERMIT" });
      await merge();
      expect(await seenBy(doctor)).toBe("Zoe Angstrom");
      await undo();
      await record({ patientId: twin, decision: "PERMIT" }, { ...self, patientId: twin });
      await record({ decision: "DENY" });
      await merge();
      expect(await seenBy(doctor)).toBeUndefined();
    });

    it("what is refused while they are is refused by the one that stands, though the other refused it before", async () => {
      await record({});
      await merge();
      await record({});
      await undo();
      expect(await listed(twin)).toEqual([["DENY", "DENY"]]);
    });

    it("is listed in as many statements, however much they said", async () => {
      const counted = async () => {
        patients.statements.length = 0;
        await listed(patientId);
        return patients.statements.length;
      };
      const others = Array.from({ length: 5 }, () => randomUUID());
      const said = async (subjects: readonly string[]) => {
        for (const subject of subjects)
          for (const decision of ["DENY", "PERMIT"]) await record({ providerId: subject, decision });
      };
      await said([providerId, ...others]);
      await merge();
      await said([providerId]);
      const few = await counted();
      await said(others);
      expect(await counted()).toBe(few);
      expect(await listed(patientId)).toEqual(Array(6).fill(["PERMIT", "PERMIT DENY PERMIT DENY"]));
      const page = async (after: string | null) => {
        const { data } = await patients.query(
          staff,
          `query ($after: String) { patient(id: "${twin}") { consents {
            versions(first: 3, after: $after) { nodes { decision } pageInfo { hasNextPage endCursor } } } } }`,
          { after },
        );
        return data.patient.consents[0].versions;
      };
      const first = await page(null);
      expect(first.nodes.map(({ decision }: { decision: string }) => decision)).toEqual(["PERMIT", "DENY", "PERMIT"]);
      expect(first.pageInfo.hasNextPage).toBe(true);
      const second = await page(first.pageInfo.endCursor);
      expect(second).toMatchObject({ nodes: [{ decision: "DENY" }], pageInfo: { hasNextPage: false } });
    });
  });

  it("to share that is refused hides the patient from applications, but not from their own", async () => {
    const through = (viewer: TestViewer) => ({ ...viewer, scope: "records.read" });
    for (const viewer of [staff, doctor, self]) expect(await seenBy(through(viewer))).toBe("Zoë Ångström");
    await record({ scope: "DATA_SHARING", providerId: null });
    for (const viewer of [staff, doctor]) {
      expect(await seenBy(through(viewer))).toBeUndefined();
      expect(await seenBy(viewer)).toBe("Zoë Ångström");
    }
    expect(await seenBy(through(self))).toBe("Zoë Ångström");
  });

  it("is kept as it was said each time: by whom, when and as which version, and never changed", async () => {
    const onBehalf: TestViewer = { ...staff, userId: randomUUID() };
    await record({});
    await record({ decision: "PERMIT" }, onBehalf);
    await record({ decision: "PERMIT" });
    await record({ scope: "COMMUNICATION", providerId: null, channel: "SMS" });
    const { data } = await patients.query(
      self,
      `{ patient(id: "${patientId}") { consents {
        scope channel decision byPatient
        versions(first: 10) { totalCount nodes { number decision decidedAt actorId byPatient } }
      } } }`,
    );
    const said = (number: number, decision: string, byPatient: boolean) =>
      expect.objectContaining({ number, decision, byPatient, decidedAt: expect.any(String) });
    expect(data.patient.consents).toEqual([
      {
        ...{ scope: "COMMUNICATION", channel: "SMS", decision: "DENY", byPatient: true },
        versions: { totalCount: 1, nodes: [said(1, "DENY", true)] },
      },
      {
        ...{ scope: "PROVIDER_ACCESS", channel: null, decision: "PERMIT", byPatient: false },
        versions: { totalCount: 2, nodes: [said(2, "PERMIT", false), said(1, "DENY", true)] },
      },
    ]);
    expect(data.patient.consents[1].versions.nodes[0].actorId).toBe(onBehalf.userId);
    await expect(sql("update consent_version set decision = 'PERMIT'")).rejects.toThrow(/permission denied/);
    await expect(sql("delete from consent_version")).rejects.toThrow(/permission denied/);
  });

  it("is told with ids and what was said alone", async () => {
    const { consent } = await record({});
    const events = await sql(`select type, payload from outbox_event where aggregate_id = '${consent.id}'`);
    expect(events).toEqual([
      {
        type: "patient.consent.changed",
        payload: {
          ...{ consentId: consent.id, patientId, scope: "PROVIDER_ACCESS", subject: providerId, decision: "DENY" },
          decidedAt: expect.any(String),
        },
      },
    ]);
  });

  it.each([
    ["a provider of another scope", { scope: "DATA_SHARING" }, "VALIDATION_FAILED", ["providerId"]],
    ["no provider", { providerId: null }, "VALIDATION_FAILED", ["providerId"]],
    ["no channel", { scope: "COMMUNICATION", providerId: null }, "VALIDATION_FAILED", ["channel"]],
    ["a channel of another scope", { channel: "SMS" }, "VALIDATION_FAILED", ["channel"]],
    ["what is no id", { providerId: "nobody" }, "VALIDATION_FAILED", ["providerId"]],
    ["another version", { expectedVersion: 1 }, "VERSION_CONFLICT", ["expectedVersion"]],
    ["somebody else", { patientId: randomUUID() }, "NOT_FOUND", ["patientId"]],
  ])("refuses %s", async (_what, more, code, field) => {
    expect(await record(more)).toEqual({ consent: null, userErrors: [{ code, field }] });
    expect(await sql(`select 1 from consent where patient_id = '${patientId}'`)).toEqual([]);
  });

  it("is about 200 things at most", async () => {
    await record({});
    await patients.database.asOwner(
      `insert into consent (id, organization_id, created_at, updated_at, patient_id, scope, subject, decision, decided_at, by_patient)
       select gen_random_uuid(), organization_id, now(), now(), patient_id, scope, gen_random_uuid()::text, decision, now(), true
       from consent cross join generate_series(1, 199) where patient_id = '${patientId}'`,
    );
    expect((await record({ providerId: randomUUID() })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["patientId"] },
    ]);
    expect((await record({ decision: "PERMIT" })).userErrors).toEqual([]);
  });

  it("that is said many times at once is said one time after the other", async () => {
    const said = await Promise.all(
      Array.from({ length: 20 }, (_, index) => record({ decision: index % 2 === 0 ? "DENY" : "PERMIT" })),
    );
    expect(said.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const versions = await sql(
      `select v.number, v.decision, c.version, c.decision as last from consent_version v join consent c on c.id = v.consent_id
       where v.patient_id = '${patientId}' order by v.number`,
    );
    expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => index + 1));
    // Each says something else than the one before it.
    for (const [index, { decision }] of versions.entries()) expect(decision).not.toBe(versions[index - 1]?.decision);
    expect(versions.at(-1)).toMatchObject({ version: versions.length, decision: versions.at(-1)?.last });
  });
});
