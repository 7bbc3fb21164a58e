import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../config/config.ts";
import { bucketCredentials, createTestBucket, type TestBucket } from "../testing/test.bucket.ts";
import { openFileStore } from "./configured.store.ts";
import { type FileStore, FileTakenError } from "./file.store.ts";

let folder: string;
let bucket: TestBucket;
const stores: Record<string, FileStore> = {};
beforeAll(async () => {
  for (const [name, value] of Object.entries(bucketCredentials)) vi.stubEnv(name, value);
  folder = await mkdtemp(join(tmpdir(), "careconnect-files-"));
  bucket = await createTestBucket();
  stores.folder = await openFileStore({ folder: join(folder, "files") });
  stores.bucket = await openFileStore(bucket);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await bucket.close();
  await rm(folder, { recursive: true });
});

async function* pieces(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

async function read(store: FileStore, key: { area: string; id: string }): Promise<Buffer | null> {
  const bytes = await store.get(key);
  if (!bytes) return null;
  const all: Uint8Array[] = [];
  for await (const piece of bytes) all.push(piece);
  return Buffer.concat(all);
}

describe.each(["folder", "bucket"])("a %s", (kind) => {
  const store = () => stores[kind] as FileStore;

  it("gives what was put there, until it is removed", async () => {
    const key = { area: "documents", id: randomUUID() };
    const bytes = [randomBytes(300_000), randomBytes(5)];
    expect([await store().sizeOf(key), await store().get(key)]).toEqual([null, null]);
    await store().put(key, pieces(...bytes), 300_005);
    expect(await store().sizeOf(key)).toBe(300_005);
    expect(await read(store(), key)).toEqual(Buffer.concat(bytes));
    await store().remove(key);
    await store().remove(key);
    expect([await store().sizeOf(key), await store().get(key)]).toEqual([null, null]);
  });

  it.each([
    ["fewer bytes than were announced", 10],
    ["more bytes than were announced", 3],
  ])("keeps nothing of %s", async (_what, size) => {
    const key = { area: "documents", id: randomUUID() };
    await expect(store().put(key, pieces(Buffer.from("hello")), size)).rejects.toThrow();
    expect(await store().sizeOf(key)).toBeNull();
  });

  it("keeps nothing of what fails on its way", async () => {
    const key = { area: "documents", id: randomUUID() };
    const failing = async function* () {
      yield Buffer.from("half");
      throw new Error("The line is dead.");
    };
    await expect(store().put(key, failing(), 8)).rejects.toThrow();
    expect(await store().sizeOf(key)).toBeNull();
  });

  it.each([
    ["../../etc", randomUUID()],
    ["documents", "../../../etc/passwd"],
    ["documents", ""],
    ["Documents", randomUUID()],
    ["documents", `${randomUUID()}/../x`],
  ])("leads nowhere else: %s, %s", async (area, id) => {
    await expect(async () => store().put({ area, id }, pieces(Buffer.from("x")), 1)).rejects.toThrow(/area and a UUID/);
    await expect(async () => store().get({ area, id })).rejects.toThrow(/area and a UUID/);
    await expect(async () => store().remove({ area, id })).rejects.toThrow(/area and a UUID/);
  });
});

describe("a folder", () => {
  it("takes a file once, of those that come at the same time, too", async () => {
    const key = { area: "uploads", id: randomUUID() };
    const store = stores.folder as FileStore;
    const puts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => store.put(key, pieces(Buffer.from(String(index))), 1)),
    );
    const refused = puts.flatMap((put) => (put.status === "rejected" ? [put.reason] : []));
    expect(refused).toHaveLength(7);
    for (const reason of refused) expect(reason).toBeInstanceOf(FileTakenError);
    expect(String(await read(store, key))).toBe(String(puts.findIndex(({ status }) => status === "fulfilled")));
    expect(await readdir(join(folder, "files", "unfinished"))).toEqual([]);
  });

  it("removes what never ended, and leaves what has just begun", async () => {
    const store = stores.folder as FileStore;
    const unfinished = join(folder, "files", "unfinished");
    await mkdir(unfinished, { recursive: true });
    for (const name of ["old", "new"]) await writeFile(join(unfinished, name), "half");
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(join(unfinished, "old"), yesterday, yesterday);
    await store.removeUnfinished(new Date(Date.now() - 3_600_000));
    expect(await readdir(unfinished)).toEqual(["new"]);
    await rm(join(unfinished, "new"));
  });

  it("is nobody's but its owner's", async () => {
    const key = { area: "documents", id: randomUUID() };
    await (stores.folder as FileStore).put(key, pieces(Buffer.from("x")), 1);
    const shelf = join(folder, "files", "documents", key.id.slice(-2));
    expect((await stat(shelf)).mode & 0o077).toBe(0);
    expect((await stat(join(shelf, key.id))).mode & 0o077).toBe(0);
  });
});

describe("a bucket lets a client", () => {
  const bytes = Buffer.from("the file");
  const sha256 = "1ee1cbe3dd2be5e3ba3e0cd1c3f9fc2bd0bcb8fd4bb2a9d8ac4ab8bd1e8f1d2e";
  const terms = (more: object = {}) => ({
    ...{ contentType: "text/plain", size: bytes.length, sha256: undefined },
    ...{ expiresAt: new Date(Date.now() + 60_000), ...more },
  });

  async function signed(more: object = {}) {
    const key = { area: "uploads", id: randomUUID() };
    const store = stores.bucket as FileStore;
    const upload = await store.signUpload?.(key, terms(more));
    if (!upload) throw new Error("A bucket signs uploads.");
    const send = (headers: Readonly<Record<string, string>>) =>
      fetch(upload.url, { method: upload.method, headers, body: bytes });
    return { key, upload, send };
  }

  it("write what was announced, for a while", async () => {
    const { key, upload, send } = await signed();
    expect(upload.headers).toEqual({ "content-type": "text/plain", "content-length": "8" });
    expect((await send(upload.headers)).status).toBe(200);
    expect(String(await read(stores.bucket as FileStore, key))).toBe("the file");
  });

  it("send what was announced only: type, length and checksum are part of the signature", async () => {
    const { upload } = await signed({ sha256 });
    const { searchParams } = new URL(upload.url);
    expect(searchParams.get("X-Amz-SignedHeaders")).toBe("content-length;content-type;host;x-amz-checksum-sha256");
    expect(Number(searchParams.get("X-Amz-Expires"))).toBeLessThanOrEqual(60);
    expect(upload.headers["x-amz-checksum-sha256"]).toBe(Buffer.from(sha256, "hex").toString("base64"));
  });

  it("write nothing once its time is over", async () => {
    const { upload, send } = await signed({ expiresAt: new Date(Date.now() - 1_000) });
    await expect.poll(async () => (await send(upload.headers)).status).toBe(403);
  });
});

/** The bucket behind somebody who refuses, as AWS does, what is `refused`, and what is not there when it may not be listed. */
async function startGate(): Promise<{ url: string; refused: Set<string>; close(): void }> {
  const refused = new Set<string>();
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece);
    const method = String(request.method);
    const headers = Object.entries(request.headers).filter(([name]) => !["connection", "host"].includes(name));
    const answer = refused.has(method)
      ? null
      : await fetch(`${bucket.endpoint}${request.url}`, {
          method,
          headers: headers as [string, string][],
          ...(method === "PUT" && { body: Buffer.concat(pieces) }),
        });
    if (answer === null || answer.status === 404) {
      const denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
      return response.writeHead(403, { "content-type": "application/xml" }).end(method === "HEAD" ? undefined : denied);
    }
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, refused, close: () => void server.close() };
}

describe("a bucket that may not be listed", () => {
  let gate: Awaited<ReturnType<typeof startGate>>;
  beforeEach(async () => {
    gate = await startGate();
  });
  afterEach(() => gate.close());
  const open = () => openFileStore({ ...bucket, endpoint: gate.url });
  const key = () => ({ area: "uploads", id: randomUUID() });

  it("has nothing where nothing is, though it refuses to say so", async () => {
    const store = await open();
    const there = key();
    await store.put(there, pieces(Buffer.from("x")), 1);
    expect(await store.sizeOf(there)).toBe(1);
    expect([await store.sizeOf(key()), await store.get(key())]).toEqual([null, null]);
  });

  it("says nothing of what is there once it may not be read any more", async () => {
    const store = await open();
    const there = key();
    await store.put(there, pieces(Buffer.from("x")), 1);
    for (const method of ["GET", "HEAD"]) gate.refused.add(method);
    await expect(store.get(there)).rejects.toThrow();
    await expect(store.sizeOf(there)).rejects.toThrow();
  });

  it.each([
    ["PUT", "s3:PutObject"],
    ["GET", "s3:GetObject"],
    ["DELETE", "s3:DeleteObject"],
  ])("is not opened when it refuses to %s, and says what is to be allowed", async (method, permission) => {
    gate.refused.add(method);
    const opening = open();
    await expect(opening).rejects.toThrow(ConfigurationError);
    await expect(opening).rejects.toThrow(`refuses ${permission} to the credentials`);
  });

  it("and does not answer yet keeps nobody from starting", async () => {
    const { url } = gate;
    gate.close();
    const store = await openFileStore({ ...bucket, endpoint: url });
    await expect(store.sizeOf(key())).rejects.toThrow();
  });
});
