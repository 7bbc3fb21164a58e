import type { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { openOrm } from "./orm.ts";

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({ name: "orm", entities: [], migrations: [], resolvers: [], references: {} });
  orm = await openOrm({ url: database.url, entities: [] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

it.each([
  ["max_parallel_workers_per_gather", "0"],
  ["statement_timeout", "15s"],
])("every connection has %s = %s", async (setting, value) => {
  expect(await orm.em.getConnection().execute(`show ${setting}`)).toEqual([{ [setting]: value }]);
});
