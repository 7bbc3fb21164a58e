import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { archive } from "../erasure/erasure.fixture.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { Role } from "../viewer/viewer.ts";
import { defineImport } from "./import.definition.ts";

const lock = "select pg_advisory_xact_lock(?)";

let tries = 0;
let hasFirst: PromiseWithResolvers<void>;
const shelves = defineImport({
  plural: "shelves",
  entityType: "Shelf",
  schema: z.object({ place: z.string() }),
  async save({ em }, rows) {
    tries += 1;
    await em.execute(lock, [1]);
    hasFirst.resolve();
    await em.execute(lock, [2]);
    return rows.map(() => "accepted" as const);
  },
});

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph({ ...archive, imports: [shelves] });
});
afterAll(() => subgraph.close());

it("a batch that loses against somebody who waits for it, as it does for them, is imported when they are done", async () => {
  hasFirst = Promise.withResolvers();
  const importer = {
    roles: [Role.ADMIN],
    scope: "graphql import",
    organizationId: "0199a000-0000-7000-8000-000000000001",
  };
  const waits = async () => {
    const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    return (await subgraph.orm.em.getConnection().execute<unknown[]>(waiting)).length > 0;
  };
  const other = subgraph.orm.em.fork().transactional(async (em) => {
    await em.execute(lock, [2]);
    await hasFirst.promise;
    // Whoever waits first finds out first that it is for nothing.
    await expect.poll(waits).toBe(true);
    await em.execute(lock, [1]);
  });
  const report = await subgraph.import(importer, "shelves", [{ place: "here" }]);
  await other;
  expect(report).toEqual({ accepted: 1, unchanged: 0, rejected: [] });
  expect(tries).toBe(2);
});
