import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import { altered } from "../testing/altered.text.ts";
import { createSecrets, Secret } from "../testing/secret.fixture.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { type OpenDataKeys, openDataKeys } from "./data.keys.ts";
import { keyFileService } from "./key-file.service.ts";
import { blindIndexOf, createKeyring, seal, useKeyring } from "./keyring.ts";
import { blindIndexesOf } from "./sensitive.column.ts";

const one = "0199a000-0000-7000-8000-000000000001";
const other = "0199a000-0000-7000-8000-000000000002";

let database: TestDatabase;
let keys: OpenDataKeys;
let orm: MikroORM;
const statements: string[] = [];

const openKeys = () => openDataKeys({ databaseUrl: database.url, subgraph: "test", service: keyFileService });

beforeAll(async () => {
  useKeyring(createKeyring());
  database = await createTestDatabase({
    name: "sealing",
    entities: [],
    migrations: [],
    resolvers: [],
    references: {},
  });
  await database.asOwner(createSecrets("test_sealing_app"));
  keys = openKeys();
  orm = await openOrm({ url: database.url, entities: [Secret], keys, onStatement: (sql) => statements.push(sql) });
});
afterAll(async () => {
  await orm.close(true);
  await keys.close();
  await database.drop();
});

interface Stored {
  readonly id: string;
  readonly body: string | null;
  readonly remark: string | null;
  readonly body_index: string | null;
}

async function write(organizationId: string, ...rows: { title: string; body?: string; remark?: string }[]) {
  const em = boundEntityManager(orm, organizationId);
  const made = rows.map((row) => em.create(Secret, row as never));
  await em.flush();
  return made.map(({ id }) => id);
}

const read = (id: string, organizationId = one) =>
  boundEntityManager(orm, organizationId).findOneOrFail(Secret, { id });

async function stored(id: string): Promise<Stored> {
  const [row] = await orm.em.getConnection().execute<Stored[]>("select * from secret where id = ?", [id]);
  if (!row) throw new Error("There is no such row.");
  return row;
}

const overwrite = (id: string, column: string, value: string | null) =>
  orm.em.getConnection().execute(`update secret set ${column} = ? where id = ?`, [value, id], "run");

describe("a sensitive column", () => {
  it("is plain in memory and sealed in the database, differently each time", async () => {
    const [first, second] = await write(
      one,
      { title: "a", body: "told in confidence" },
      { title: "b", body: "told in confidence" },
    );
    const [a, b] = [await stored(first ?? ""), await stored(second ?? "")];
    expect(a.body).toMatch(/^v2\.[\da-f-]{36}\.[\w-]+$/);
    expect(a.body).not.toBe(b.body);
    expect(JSON.stringify([a, b])).not.toContain("confidence");
    expect(await read(first ?? "")).toMatchObject({ title: "a", body: "told in confidence", remark: null });
  });

  it("takes every way in: one row, many rows, many changes at once, null and back", async () => {
    const ids = await write(one, { title: "1", body: "one" }, { title: "2", body: "two" }, { title: "3" });
    const em = boundEntityManager(orm, one);
    const rows = await em.find(Secret, { id: { $in: ids } }, { orderBy: { title: "asc" } });
    for (const row of rows) row.body = `${row.body} changed`;
    await em.flush();
    expect((await stored(ids[1] ?? "")).body).toMatch(/^v2\./);
    const [first] = rows as [Secret, ...Secret[]];
    first.body = null;
    first.remark = "alone";
    await em.flush();
    expect(await stored(first.id)).toMatchObject({ body: null, body_index: null });
    expect(await read(first.id)).toMatchObject({ body: null, remark: "alone" });
    expect(await read(ids[1] ?? "")).toMatchObject({ body: "two changed" });

    const id = uuidv7();
    await boundEntityManager(orm, one).insertMany(Secret, [
      {
        id,
        organizationId: one,
        createdAt: new Date(),
        updatedAt: new Date(),
        title: "4",
        body: "past the unit of work",
      } as never,
    ]);
    expect((await stored(id)).body).toMatch(/^v2\./);
    expect(await read(id)).toMatchObject({ body: "past the unit of work" });
  });

  it("is not written anew while its value stays", async () => {
    const [id = ""] = await write(one, { title: "calm", body: "same" });
    const before = (await stored(id)).body;
    const em = boundEntityManager(orm, one);
    const row = await em.findOneOrFail(Secret, { id });
    statements.length = 0;
    await em.flush();
    expect(statements.filter((sql) => sql.startsWith("update"))).toEqual([]);
    row.title = "calmer";
    row.body = "same";
    await em.flush();
    expect((await stored(id)).body).toBe(before);
  });

  it("can be neither searched nor written past its row", async () => {
    const em = boundEntityManager(orm, one);
    await expect(em.find(Secret, { body: "told in confidence" })).rejects.toThrow(/cannot be searched/);
    await expect(em.nativeUpdate(Secret, { title: "a" }, { body: "plain" })).rejects.toThrow(/not past it/);
  });
});

describe("a sealed value that was copied", () => {
  let mine: string;
  let hers: string;
  beforeEach(async () => {
    [mine = "", hers = ""] = await write(
      one,
      { title: "mine", body: "mine", remark: "note" },
      { title: "hers", body: "hers" },
    );
  });

  it("to another row does not open", async () => {
    await overwrite(hers, "body", (await stored(mine)).body);
    await expect(read(hers)).rejects.toThrow();
  });

  it("to another column of its row does not open", async () => {
    await overwrite(mine, "remark", (await stored(mine)).body);
    await expect(read(mine)).rejects.toThrow();
  });

  it("to another organization does not open, not even in a row of the same id", async () => {
    await overwrite(mine, "organization_id", other);
    await expect(read(mine, other)).rejects.toThrow(/another organization's key/);
  });

  it("opens where it was written", async () => {
    const { body } = await stored(mine);
    await overwrite(mine, "body", null);
    await overwrite(mine, "body", body);
    expect(await read(mine)).toMatchObject({ body: "mine" });
  });

  it("does not open when it was altered, or names a key that is not there", async () => {
    const { body } = await stored(mine);
    await overwrite(mine, "body", altered(String(body)));
    await expect(read(mine)).rejects.toThrow();
    await overwrite(mine, "body", `v2.${uuidv7()}.${body?.slice(40)}`);
    await expect(read(mine)).rejects.toThrow(/does not have/);
    await overwrite(mine, "body", "plain");
    await expect(read(mine)).rejects.toThrow(/not a value sealed/);
  });
});

describe("a row of before each organization had keys of its own", () => {
  it("opens and is found, and is sealed anew when its value changes", async () => {
    const [id = ""] = await write(one, { title: "old" });
    await overwrite(id, "body", seal("as it was", "secret.body"));
    await overwrite(id, "body_index", blindIndexOf("as it was", "secret.body"));
    const em = boundEntityManager(orm, one);
    const row = await em.findOneOrFail(Secret, { bodyIndex: { $in: blindIndexesOf("as it was", "secret.body", one) } });
    expect(row.body).toBe("as it was");
    row.body = "as it is";
    await em.flush();
    expect((await stored(id)).body).toMatch(/^v2\./);
    expect((await stored(id)).body_index).toBe(blindIndexOf("as it is", "secret.body", one));
  });
});

describe("a blind index", () => {
  it("is equal within an organization, and tells nothing between two", async () => {
    const [a = "", b = ""] = await write(one, { title: "a", body: "555" }, { title: "b", body: "555" });
    const [c = ""] = await write(other, { title: "c", body: "555" });
    const index = (await stored(a)).body_index;
    expect((await stored(b)).body_index).toBe(index);
    expect((await stored(c)).body_index).not.toBe(index);
  });
});

describe("data keys", () => {
  it("are one per organization, however many processes are the first to need it", async () => {
    const organizationId = uuidv7();
    const processes = Array.from({ length: 5 }, openKeys);
    try {
      const made = await Promise.all(
        processes.flatMap((process) => [process.current(organizationId), process.current(organizationId)]),
      );
      expect(new Set(made.map(({ id }) => id)).size).toBe(1);
      expect(new Set(made.map(({ key }) => key.export().toString("hex"))).size).toBe(1);
    } finally {
      await Promise.all(processes.map((process) => process.close()));
    }
  });

  it("are wrapped for one organization and subgraph: a row that was moved does not unwrap", async () => {
    const key = await keys.current(one);
    const [row] = await orm.em
      .getConnection()
      .execute<{ wrapped_key: string; kms_key_id: string }[]>("select * from data_key where id = ?", [key.id]);
    if (!row) throw new Error("There is no such key.");
    expect(row.wrapped_key).not.toContain(key.key.export().toString("base64url"));
    const wrapped = { keyId: row.kms_key_id, wrapped: row.wrapped_key };
    const mine = { organizationId: one, subgraph: "test" };
    expect(await keyFileService.unwrapKey(wrapped, mine)).toEqual(key.key.export());
    await expect(keyFileService.unwrapKey(wrapped, { ...mine, organizationId: other })).rejects.toThrow();
    await expect(keyFileService.unwrapKey(wrapped, { ...mine, subgraph: "patient" })).rejects.toThrow();
  });

  it("can be neither changed nor deleted by the role that serves", async () => {
    const connection = orm.em.getConnection();
    await expect(connection.execute("update data_key set generation = 9", [], "run")).rejects.toThrow(
      /permission denied/,
    );
    await expect(connection.execute("delete from data_key", [], "run")).rejects.toThrow(/permission denied/);
  });
});
