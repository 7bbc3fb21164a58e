import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { boundEntityManager, openOrm } from "../persistence/orm.ts";
import type { TaskServices } from "../tasks/recurring.task.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { openFileStore } from "./configured.store.ts";
import { fileRemovalTask, keepAfterAll, removeDue, removeLater } from "./file.removal.ts";
import type { FileKey, FileStore } from "./file.store.ts";
import { FileRemoval } from "./file-removal.entity.ts";
import { CreateFileRemovals } from "./file-removal.migration.ts";

const [organizationId, another] = ["0199a000-0000-7000-8000-000000000001", "0199a000-0000-7000-8000-000000000002"];

let database: TestDatabase;
let orm: MikroORM;
let folder: string;
let store: FileStore;
beforeAll(async () => {
  const unit = {
    name: "unit",
    entities: [FileRemoval],
    migrations: [CreateFileRemovals],
    resolvers: [],
    references: {},
  };
  database = await createTestDatabase(unit);
  orm = await openOrm({ url: database.url, entities: [FileRemoval] });
  folder = await mkdtemp(join(tmpdir(), "careconnect-removal-"));
  store = await openFileStore({ folder });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
  await rm(folder, { recursive: true });
});

const em = (organization = organizationId) => boundEntityManager(orm, organization);
const isThere = async (key: FileKey) => (await store.sizeOf(key)) !== null;
const waiting = () => em().find(FileRemoval, {});
const runTask = (from = store) =>
  fileRemovalTask(() => from).run({ orm, signal: new AbortController().signal } as TaskServices);

async function put(): Promise<FileKey> {
  const key = { area: "documents", id: randomUUID() };
  const bytes = async function* () {
    yield Buffer.from("x");
  };
  await store.put(key, bytes(), 1);
  return key;
}

it("what is to be removed is, from its time on, if that was committed", async () => {
  const [soon, later, never] = [await put(), await put(), await put()];
  await em().transactional(async (transaction) => {
    removeLater(transaction, [soon, { area: "thumbnails", id: soon.id }]);
    removeLater(transaction, [later], new Date(Date.now() + 60_000));
  });
  const rolledBack = em().transactional(async (transaction) => {
    removeLater(transaction, [never]);
    await transaction.flush();
    throw new Error("The rest of it failed.");
  });
  await expect(rolledBack).rejects.toThrow("The rest");
  expect(await isThere(soon)).toBe(true);
  await runTask();
  expect([await isThere(soon), await isThere(later), await isThere(never)]).toEqual([false, true, true]);
  await database.asOwner("update file_removal set due_at = now()");
  await runTask();
  expect([await isThere(later), await waiting()]).toEqual([false, []]);
});

it("what cannot be removed is tried again, later each time, and keeps nothing else waiting", async () => {
  const [stuck, other] = [await put(), await put()];
  const failing: FileStore = {
    ...store,
    remove: async (key) => {
      if (key.id === stuck.id) throw new Error("The store is away.");
      await store.remove(key);
    },
  };
  await em().transactional(async (transaction) => removeLater(transaction, [stuck, other]));
  for (const [attempts, minutes] of [
    [1, 1],
    [2, 2],
    [3, 4],
  ] as const) {
    await expect(runTask(failing)).rejects.toThrow("The store is away.");
    const [row] = await waiting();
    expect(row).toMatchObject({ fileId: stuck.id, attempts });
    expect(Math.round((Number(row?.dueAt) - Date.now()) / 60_000)).toBe(minutes);
    // Before its time nobody tries.
    await runTask(failing);
    await database.asOwner("update file_removal set due_at = now()");
  }
  expect([await isThere(stuck), await isThere(other)]).toEqual([true, false]);
  await runTask();
  expect([await isThere(stuck), await waiting()]).toEqual([false, []]);
});

it("a file that is kept after all is there, and one that is not is not, whoever comes first", async () => {
  const decided = await Promise.all(
    Array.from({ length: 24 }, async () => {
      const keys = [await put(), await put()];
      await em().transactional(async (transaction) => removeLater(transaction, keys));
      const [kept] = await Promise.all([
        em().transactional((transaction) => keepAfterAll(transaction, keys)),
        removeDue(em(), store),
      ]);
      return { keys, kept };
    }),
  );
  for (const { keys, kept } of decided) if (kept) for (const key of keys) expect(await isThere(key)).toBe(true);
  const removed = decided.filter(({ kept }) => !kept);
  for (const { keys } of removed) expect((await Promise.all(keys.map(isThere))).some((there) => !there)).toBe(true);
  expect(await keepAfterAll(em(), [{ area: "documents", id: randomUUID() }])).toBe(false);
});

it("is of the organization that asked, and no other's", async () => {
  const key = await put();
  await em(another).transactional(async (transaction) => removeLater(transaction, [key]));
  await removeDue(em(), store);
  expect(await keepAfterAll(em(), [key])).toBe(false);
  expect(await isThere(key)).toBe(true);
  await runTask();
  expect(await isThere(key)).toBe(false);
});
