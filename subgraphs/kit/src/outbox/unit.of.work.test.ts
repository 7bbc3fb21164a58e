import type { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOrm } from "../persistence/orm.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { Role } from "../viewer/viewer.ts";
import { type CommandContext, createCommandContext } from "./command.context.ts";
import type { DomainEvent } from "./domain.event.ts";
import { runCommand, runInTransaction } from "./unit.of.work.ts";

let database: TestDatabase;
let orm: MikroORM;
let context: CommandContext;
beforeAll(async () => {
  database = await createTestDatabase({ name: "unit", entities: [], migrations: [], resolvers: [], references: {} });
  orm = await openOrm({ url: database.url, entities: [] });
  const viewer = {
    userId: "0199b000-0000-7000-8000-000000000001",
    organizationId: "0199a000-0000-7000-8000-000000000001",
    roles: [Role.STAFF],
    scopes: new Set(["graphql"]),
    patientId: undefined,
    providerId: undefined,
    breakGlass: [],
  };
  context = createCommandContext(orm, viewer, { correlationId: "unit-of-work", clientAddress: undefined });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const action = { action: "thing.change", entityType: "Thing" };
const event = (id: string): DomainEvent => ({
  type: "thing.changed",
  typeVersion: 1,
  aggregateType: "Thing",
  aggregate: { id, version: 1 },
  payload: {},
});

async function written(id: string): Promise<unknown> {
  const [row] = await orm.em.getConnection().execute(
    `select (select count(*)::int from outbox_event where aggregate_id = '${id}') as events,
            (select count(*)::int from audit_entry where '${id}' = any(entity_ids)) as entries`,
  );
  return row;
}

describe("a command's event and audit entry", () => {
  it("are there when it is done", async () => {
    const id = "0199c000-0000-7000-8000-000000000001";
    await runCommand(context, action, async (unit) => {
      unit.touch(id);
      unit.emit(() => event(id));
    });
    expect(await written(id)).toEqual({ events: 1, entries: 1 });
  });

  it("are gone with a transaction that fails after they were written", async () => {
    const id = "0199c000-0000-7000-8000-000000000002";
    const failing = context.em.fork().transactional(async (em) => {
      await runInTransaction(em, context, action, async (unit) => {
        unit.touch(id);
        unit.emit(() => event(id));
      });
      throw new Error("too late");
    });
    await expect(failing).rejects.toThrow("too late");
    expect(await written(id)).toEqual({ events: 0, entries: 0 });
  });
});
