import { createTestDatabase, type TestDatabase } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { erasedIn } from "./erased.records.ts";

const [one, other] = ["0199a000-0000-7000-8000-000000000001", "0199a000-0000-7000-8000-000000000002"];
const patients = [1, 2, 3].map((last) => `0199a000-0000-7000-8000-00000000000${last}`);

let databases: TestDatabase[];
beforeAll(async () => {
  const none = { entities: [], migrations: [], resolvers: [], references: {} };
  databases = [
    await createTestDatabase({ name: "erased_a", ...none }),
    await createTestDatabase({ name: "erased_b", ...none }),
  ];
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

it("whom any of the databases knows as erased is told once, in each organization", async () => {
  const erase = (index: number, organizationId: string | undefined, patientId: string | undefined) =>
    databases[index]?.asOwner(`insert into erased_patient values ('${organizationId}', '${patientId}', now())`);
  await erase(0, one, patients[0]);
  await erase(1, one, patients[0]);
  await erase(1, one, patients[1]);
  await erase(1, other, patients[0]);
  const urls = new Map(databases.map(({ url }, index) => [`database ${index}`, url]));
  expect(await erasedIn(urls)).toEqual([
    { organizationId: one, patientId: patients[0] },
    { organizationId: one, patientId: patients[1] },
    { organizationId: other, patientId: patients[0] },
  ]);
});

it("a database that cannot be asked is named: nothing is taken for all there is", async () => {
  await expect(erasedIn(new Map([["billing", "postgres://nobody@127.0.0.1:1/nothing"]]))).rejects.toThrow(
    /^Whom billing erased cannot be read/,
  );
});
