import type { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openOrm } from "../persistence/orm.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { systemUserId } from "../viewer/system.viewer.ts";
import { inEachOrganization } from "./each.organization.ts";

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({ name: "unit", entities: [], migrations: [], resolvers: [], references: {} });
  orm = await openOrm({ url: database.url, entities: [] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const organizationIds = [1, 2, 3].map((number) => `0199a000-0000-7000-8000-00000000000${number}`);
const [first = "", second = "", third = ""] = organizationIds;

it("a fault in one organization keeps none of the others waiting, and the run has failed all the same", async () => {
  const done: string[] = [];
  const services = { orm, signal: new AbortController().signal };
  const running = inEachOrganization(services, "sweep", organizationIds, async ({ viewer }) => {
    if (viewer.organizationId === second) throw new Error("cannot be opened");
    done.push(viewer.organizationId);
    return done.length < 2;
  });
  await expect(running).rejects.toThrow("cannot be opened");
  expect(done).toEqual([first, first, third]);
});

it("it is the system that acts, and it stops when the process ends", async () => {
  const ending = new AbortController();
  const seen: string[] = [];
  await inEachOrganization({ orm, signal: ending.signal }, "sweep", organizationIds, async (context) => {
    seen.push(`${context.viewer.userId} ${context.viewer.organizationId}`);
    expect(context.correlationId).toMatch(/^sweep-/);
    ending.abort();
    return true;
  });
  expect(seen).toEqual([`${systemUserId} ${first}`]);
});
