import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { give, organizationId, register } from "../merge/merge.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { repeatRestrictions } from "./restriction.repeat.ts";

const admin: TestViewer = { organizationId, userId: randomUUID(), roles: [Role.ADMIN] };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

const sql = (statement: string): Promise<{ [column: string]: unknown }[]> =>
  patients.orm.em.getConnection().execute(statement);
const told = (id: string) =>
  sql(`select type, payload, aggregate_version from outbox_event where aggregate_id = '${id}' order by sequence`);

async function restricted(): Promise<{ readonly id: string; readonly patientId: string }> {
  const { id: patientId } = await register(patients);
  const input = { patientId, reason: "The patient says that it is wrong" };
  const { restriction } = await give(patients, admin, "restrictPatient", "restriction { id }", input);
  return { id: restriction.id, patientId };
}

it("what a restored database may not know is told again: which restrictions are in force, and which were lifted", async () => {
  expect(await repeatRestrictions(patients.orm)).toBe(0);
  const [standing, ended] = [await restricted(), await restricted()];
  const input = { patientId: ended.patientId, reason: "It was looked into" };
  await give(patients, admin, "liftPatientRestriction", "restriction { id }", input);
  const [begun, [first, lifted]] = [await told(standing.id), await told(ended.id)];

  expect(await repeatRestrictions(patients.orm)).toBe(2);
  expect(await told(standing.id)).toEqual([...begun, ...begun]);
  expect(await told(ended.id)).toEqual([first, lifted, lifted]);
  expect(lifted?.type).toBe("patient.restriction.lifted");
  expect(await sql("select restriction_id from restricted_patient")).toEqual([{ restriction_id: standing.id }]);
  expect(
    await sql("select entity_ids, subject_ids from audit_entry where 'patient.restriction.repeat' = any(actions)"),
  ).toContainEqual({ entity_ids: [standing.id], subject_ids: [standing.patientId] });
});

it("whoever lifts one meanwhile is told of after it", async () => {
  const { id, patientId } = await restricted();
  const input = { patientId, reason: "It was looked into" };
  await Promise.all([
    repeatRestrictions(patients.orm),
    give(patients, admin, "liftPatientRestriction", "restriction { id }", input),
  ]);
  expect((await told(id)).at(-1)?.type).toBe("patient.restriction.lifted");
});
