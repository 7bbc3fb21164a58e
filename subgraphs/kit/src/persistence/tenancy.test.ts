import { defineEntity, p } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { boundEntityManager, openOrm } from "./orm.ts";
import { ownedRow } from "./row.ts";

const Note = defineEntity({ name: "Note", tableName: "note", properties: { ...ownedRow, text: p.text() } });

const one = "0199a000-0000-7000-8000-000000000001";
const other = "0199a000-0000-7000-8000-000000000002";

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase({
    name: "tenancy",
    entities: [],
    migrations: [],
    resolvers: [],
    references: {},
  });
  await database.asOwner(
    `create table note (id uuid primary key, organization_id uuid not null, version int not null default 1,
       created_at timestamptz(3) not null, updated_at timestamptz(3) not null, text text not null);
     grant all on note to test_tenancy_app`,
  );
  orm = await openOrm({ url: database.url, entities: [Note] });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

describe("an EntityManager bound to an organization", () => {
  it("writes into it and reads nothing of another", async () => {
    const mine = boundEntityManager(orm, one);
    mine.create(Note, { text: "mine" } as never);
    await mine.flush();
    expect(await boundEntityManager(orm, one).find(Note, {})).toMatchObject([{ text: "mine", organizationId: one }]);
    expect(await boundEntityManager(orm, other).find(Note, {})).toEqual([]);
    expect(await boundEntityManager(orm, other).count(Note)).toBe(0);
    expect(await boundEntityManager(orm, other).nativeUpdate(Note, {}, { text: "taken" })).toBe(0);
    expect(await boundEntityManager(orm, other).nativeDelete(Note, {})).toBe(0);
    expect(await boundEntityManager(orm, one).fork().find(Note, {})).toHaveLength(1);
  });

  it("refuses to write a row of another", async () => {
    const mine = boundEntityManager(orm, one);
    mine.create(Note, { text: "smuggled", organizationId: other } as never);
    await expect(mine.flush()).rejects.toThrow(/another organization/);
  });

  it("refuses to move a row to another", async () => {
    const mine = boundEntityManager(orm, one);
    const note = await mine.findOneOrFail(Note, { text: "mine" });
    note.organizationId = other;
    await expect(mine.flush()).rejects.toThrow(/another organization/);
  });

  it("is the only way in: an unbound one can neither read nor write", async () => {
    await expect(orm.em.fork().find(Note, {})).rejects.toThrow();
    expect(() => orm.em.fork().create(Note, { text: "nobody's" } as never)).toThrow(/bound to no organization/);
  });
});
