import "reflect-metadata";
import { randomUUID } from "node:crypto";
import type { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CommandRefusal } from "../command/user.error.ts";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { Role, type Viewer } from "../viewer/viewer.ts";
import { markRestricted, requireUnrestricted } from "./restricted.patients.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({
    ...{ name: "restricted", entities: [], migrations: [], resolvers: [], references: {} },
  });
  orm = await openOrm({ url: database.url, entities: [] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

it.each<[who: string, viewer: Partial<Viewer>, code: string]>([
  ["administration by itself", { roles: [Role.ADMIN] }, "PATIENT_RESTRICTED"],
  ["the patient", { roles: [Role.PATIENT], patientId: "self" }, "PATIENT_RESTRICTED"],
  ["the front desk", { roles: [Role.STAFF] }, "NOT_FOUND"],
  ["another patient", { roles: [Role.PATIENT], patientId: randomUUID() }, "NOT_FOUND"],
  ["an application of an administrator", { roles: [Role.ADMIN], clientId: randomUUID() }, "NOT_FOUND"],
])("%s is told by the field that named the patient, or by none", async (_who, { patientId, ...who }, code) => {
  const em = boundEntityManager(orm, organizationId);
  const restricted = randomUUID();
  await em.transactional((em) => markRestricted(em, randomUUID(), [restricted]));
  const viewer = { ...who, patientId: patientId === "self" ? restricted : patientId } as Viewer;
  const refusalOf = (patientId: string, field: readonly string[], isDoneAllTheSame = false) =>
    em
      .transactional((em) => requireUnrestricted({ em, viewer }, [patientId], { field, isDoneAllTheSame }))
      .catch((error) => (error instanceof CommandRefusal ? error.userErrors : error));
  for (const field of [["patientId"], []]) expect(await refusalOf(restricted, field)).toMatchObject([{ code, field }]);
  expect(await refusalOf(randomUUID(), [])).toBeUndefined();
  // What is done all the same is not done by whoever may not know of whom.
  const done = await refusalOf(restricted, ["id"], true);
  if (code === "PATIENT_RESTRICTED") expect(done).toBeUndefined();
  else expect(done).toMatchObject([{ code, field: ["id"] }]);
});
