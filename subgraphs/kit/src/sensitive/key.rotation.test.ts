import { spawn } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LockMode } from "@mikro-orm/core";
import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import { createSecrets, Secret } from "../testing/secret.fixture.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { type OpenDataKeys, openDataKeys } from "./data.keys.ts";
import { type RotationOptions, rotateKeys } from "./key.rotation.ts";
import { keyFileService } from "./key-file.service.ts";
import { blindIndexOf, createKeyring, useKeyring } from "./keyring.ts";
import { encryptBody } from "./sealed.body.ts";

const keyring = createKeyring();
const folder = mkdtempSync(join(tmpdir(), "careconnect-rotation-"));

let database: TestDatabase;
let keys: OpenDataKeys;
let orm: MikroORM;
let organizationId = uuidv7();
afterEach(() => {
  organizationId = uuidv7();
});

beforeAll(async () => {
  useKeyring(keyring);
  database = await createTestDatabase({
    name: "rotation",
    entities: [],
    migrations: [],
    resolvers: [],
    references: {},
  });
  await database.asOwner(createSecrets("test_rotation_app"));
  keys = openDataKeys({ databaseUrl: database.url, subgraph: "test", service: keyFileService });
  orm = await openOrm({ url: database.url, entities: [Secret], keys });
});
afterAll(async () => {
  await orm.close(true);
  await keys.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const said: string[] = [];

async function rotate(options: Partial<RotationOptions> = {}): Promise<void> {
  said.length = 0;
  await rotateKeys({
    subgraph: "test",
    entities: [Secret],
    ownerUrl: database.ownerUrl,
    service: keyFileService,
    organizationId,
    settling: 0,
    say: (line) => said.push(line),
    ...options,
  });
}

async function write(count: number): Promise<string[]> {
  const em = boundEntityManager(orm, organizationId);
  const rows = Array.from({ length: count }, (_, index) =>
    em.create(Secret, { title: `${index}`, body: `body ${index}`, ...(index % 2 && { remark: "odd" }) } as never),
  );
  await em.flush();
  return rows.map(({ id }) => id);
}

const readAll = () => boundEntityManager(orm, organizationId).find(Secret, {}, { orderBy: { id: "asc" } });

const execute = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  orm.em.getConnection().execute<Row[]>(sql, parameters);

const generations = () =>
  execute<{ generation: number; retired: boolean; id: string; kms_key_id: string }>(
    "select id, generation, kms_key_id, retired_at is not null as retired from data_key where organization_id = ? order by generation",
    [organizationId],
  );

async function sealedWithNewest(): Promise<boolean> {
  const newest = (await generations()).at(-1)?.id;
  const [row] = await execute<{ others: number }>(
    "select count(*)::int as others from secret where organization_id = ? and (body not like ? or remark not like ?)",
    [organizationId, `v2.${newest}.%`, `v2.${newest}.%`],
  );
  return row?.others === 0;
}

describe("a rotation", () => {
  it("seals every value anew, keeps versions and times, and retires the older key", async () => {
    await write(450);
    const before = await readAll();
    await rotate();
    expect(await generations()).toMatchObject([
      { generation: 1, retired: true },
      { generation: 2, retired: false },
    ]);
    expect(await sealedWithNewest()).toBe(true);
    expect(await readAll()).toEqual(before);
    expect(said.join("\n")).toMatch(/450 rows sealed anew[\s\S]*1 older key retired/);
  });

  it("takes up rows of before each organization had keys of its own, and their indexes", async () => {
    const [id = ""] = await write(1);
    await execute("update secret set body = ?, body_index = ? where id = ?", [
      `v1.k1.${encryptBody("as it was", createSecretKey(keyring.keys.k1 ?? "", "base64"), "secret.body")}`,
      blindIndexOf("as it was", "secret.body"),
      id,
    ]);
    await rotate();
    expect(await readAll()).toMatchObject([
      { body: "as it was", bodyIndex: blindIndexOf("as it was", "secret.body", organizationId) },
    ]);
    expect(await sealedWithNewest()).toBe(true);
  });

  it("leaves other organizations alone when it is asked for one", async () => {
    await write(1);
    const mine = organizationId;
    organizationId = uuidv7();
    await write(1);
    await rotate();
    organizationId = mine;
    expect(await generations()).toHaveLength(1);
  });

  it("loses no change that is made meanwhile, and no reader notices", async () => {
    const ids = await write(30);
    const expected = new Map<string, string>();
    let running = true;
    const change = async (worker: number) => {
      for (let step = 0; running; step += 1) {
        const id = ids[(step * 7 + worker) % ids.length] ?? "";
        const body = `body of ${worker} at ${step}`;
        await boundEntityManager(orm, organizationId).transactional(async (em) => {
          const row = await em.findOneOrFail(Secret, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
          if (step % 3 === 0) row.title = `${step}`;
          else row.body = body;
          await em.flush();
          if (step % 3 !== 0) expected.set(id, body);
        });
      }
    };
    const read = async () => {
      while (running) expect(await readAll()).toHaveLength(30);
    };
    const work = [change(0), change(1), change(2), read()];
    await rotate();
    running = false;
    await Promise.all(work);
    expect(await generations()).toHaveLength(2);
    expect(expected.size).toBeGreaterThan(20);
    const rows = await readAll();
    for (const row of rows) if (expected.has(row.id)) expect(row.body).toBe(expected.get(row.id));
    // What this process wrote with a key that it remembered is taken up by the next one.
    await rotate();
    expect(await sealedWithNewest()).toBe(true);
    expect((await readAll()).map(({ body }) => body)).toEqual(rows.map(({ body }) => body));
  }, 120_000);

  it("that was killed is gone on with, without another generation", async () => {
    await write(2_500);
    const before = await readAll();
    const file = join(folder, "keys.json");
    writeFileSync(file, JSON.stringify(keyring), { mode: 0o600 });
    const program = fileURLToPath(new URL("../testing/rotation.process.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import=tsx", program, database.ownerUrl, file, organizationId], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
      if (output.includes("so far")) child.kill("SIGKILL");
    });
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
    expect(await sealedWithNewest()).toBe(false);
    expect(await readAll()).toEqual(before);

    await rotate();
    expect(said[0]).toMatch(/going on with the rotation that was begun/);
    expect(await generations()).toMatchObject([
      { generation: 1, retired: true },
      { generation: 2, retired: false },
    ]);
    expect(await sealedWithNewest()).toBe(true);
    expect(await readAll()).toEqual(before);
  }, 120_000);

  it("says which rows do not open, seals the others, and keeps the older key", async () => {
    const [damaged = ""] = await write(3);
    await execute("update secret set body = body || 'AA' where id = ?", [damaged]);
    await rotate();
    expect(said.join("\n")).toContain(`row ${damaged} does not open`);
    expect(await generations()).toMatchObject([{ retired: false }, { retired: false }]);
    const others = await boundEntityManager(orm, organizationId).find(Secret, { id: { $ne: damaged } });
    expect(others).toHaveLength(2);

    // It has come to its end all the same: what follows is a rotation of its own, with a key of its own.
    await rotate();
    expect(said.join("\n")).not.toContain("going on");
    expect(await generations()).toMatchObject([
      { generation: 1 },
      { generation: 2 },
      { generation: 3, retired: false },
    ]);
    const [row] = await execute<{ others: number }>(
      "select count(*)::int as others from secret where organization_id = ? and id <> ? and body not like ?",
      [organizationId, damaged, `v2.${(await generations()).at(-1)?.id}.%`],
    );
    expect(row?.others).toBe(0);
  });

  it("makes no key where those that are there do not open", async () => {
    await write(1);
    const before = await generations();
    useKeyring(createKeyring());
    try {
      await expect(rotate()).rejects.toThrow(/does not open with the keys that are given/);
    } finally {
      useKeyring(keyring);
    }
    expect(await generations()).toEqual(before);
    await rotate();
    expect(await generations()).toMatchObject([{ retired: true }, { retired: false }]);
  });

  it("is one at a time", async () => {
    await write(1);
    const begin = vi.fn();
    const options = { settling: 5_000, begin };
    const both = await Promise.allSettled([rotate(options), rotate(options)]);
    expect(begin).toHaveBeenCalledOnce();
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { message: expect.stringContaining("under way") },
    });
    expect(await generations()).toHaveLength(2);
  });

  it("wraps data keys anew when the key that wraps them changed", async () => {
    await write(1);
    const before = await readAll();
    const fresh = { ...keyring, current: "k2", keys: { ...keyring.keys, k2: Buffer.alloc(32, 7).toString("base64") } };
    useKeyring(fresh);
    await rotate();
    expect((await generations()).map(({ kms_key_id }) => kms_key_id)).toEqual(["file:k2", "file:k2"]);
    useKeyring({ ...fresh, keys: { k2: fresh.keys.k2 } });
    const later = openDataKeys({ databaseUrl: database.url, subgraph: "test", service: keyFileService });
    const again = await openOrm({ url: database.url, entities: [Secret], keys: later });
    try {
      expect(await boundEntityManager(again, organizationId).find(Secret, {})).toEqual(before);
    } finally {
      await again.close(true);
      await later.close();
      useKeyring(keyring);
    }
  });
});
