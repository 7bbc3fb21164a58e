import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inMemory } from "./export.fixture.ts";
import { type ToldPage, toldText } from "./told.text.ts";
import { archiveIn, readDirectory } from "./zip.reader.ts";
import { type ArchivedFile, zipOf } from "./zip.writer.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "careconnect-zip-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

const file = (path: string, bytes: Iterable<Uint8Array>, isCompressed = false): ArchivedFile => ({
  ...{ path, bytes: each(bytes), isCompressed },
});

async function whole(pieces: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(all);
}

describe("an archive", () => {
  it("has what was put in, for us and for others", async () => {
    const files: Record<string, Buffer> = {
      "manifest.json": Buffer.from("{}"),
      "documents/Ångström": randomBytes(300_000),
      empty: Buffer.alloc(0),
      "long.json": Buffer.from("alike ".repeat(200_000)),
    };
    const archive = await whole(
      zipOf(each(Object.entries(files).map(([path, bytes]) => file(path, [bytes], path.startsWith("documents/"))))),
    );
    expect(archive.length).toBeLessThan(400_000);
    expect(Object.entries(unzipSync(archive)).map(([path, bytes]) => [path, Buffer.from(bytes)])).toEqual(
      Object.entries(files),
    );
    const read = await readDirectory(inMemory(archive));
    for (const [path, bytes] of read) expect(await whole(bytes())).toEqual(files[path]);
    expect([...read.keys()]).toEqual(Object.keys(files));
  });

  it("fails as what is in it does, and closes what it was read from when nobody reads on", async () => {
    const failing = async function* () {
      yield Buffer.from("half");
      throw new Error("The store is away.");
    };
    await expect(whole(zipOf(each([{ path: "x", bytes: failing(), isCompressed: false }])))).rejects.toThrow("away");
    let isClosed = false;
    const endless = async function* () {
      try {
        for (;;) yield randomBytes(65_536);
      } finally {
        isClosed = true;
      }
    };
    let length = 0;
    for await (const piece of zipOf(each([{ path: "x", bytes: endless(), isCompressed: true }]))) {
      length += piece.length;
      if (length > 1_000_000) break;
    }
    await expect.poll(() => isClosed).toBe(true);
  });

  it("has as many files as there are documents of all records of somebody", async () => {
    const count = 5_000;
    const archive = await whole(
      zipOf(each(Array.from({ length: count }, (_, index) => file(`documents/${index}`, [])))),
    );
    expect((await readDirectory(inMemory(archive))).size).toBe(count);
    expect(Object.keys(unzipSync(archive))).toHaveLength(count);
  }, 120_000);

  it("is as large as it is: more than four gibibytes, in no more memory than a few of its pieces", async () => {
    const path = join(folder, "large.zip");
    const [mark, zeros] = [randomBytes(65_536), Buffer.alloc(65_536)];
    const size = 34_000 * zeros.length;
    const large = function* () {
      yield mark;
      for (let at = mark.length; at < size; at += zeros.length) yield zeros;
    };
    const files = ["one", "two", "three"].map((name) => file(name, name === "three" ? [mark] : large(), true));
    await writeSparse(path, zipOf(each(files)));
    await using handle = await open(path);
    const archive = await archiveIn(handle);
    expect(archive.size).toBeGreaterThan(2 * size);
    const read = await readDirectory(archive);
    expect([...read.keys()]).toEqual(["one", "two", "three"]);
    const hash = createHash("sha256");
    const three = read.get("three");
    if (!three) throw new Error("It is there.");
    for await (const piece of three()) hash.update(piece);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(mark).digest("hex"));
    // Somebody else's reader finds it, too, where there is one.
    const listed = await promisify(execFile)("unzip", ["-l", path]).catch((fault) => fault);
    if (listed.code !== "ENOENT") expect(listed.stdout).toMatch(/2228224000 .* two\n +65536 .* three/);
    expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
  }, 300_000);
});

describe("what is not exactly an archive", () => {
  const [text, hidden] = [Buffer.from("what was signed"), Buffer.from("hidden")];
  const made = () => whole(zipOf(each([file("one", [text]), file("two", [text])])));
  const [local, central, end] = ["504b0304", "504b0102", "504b0506"].map((hex) => Buffer.from(hex, "hex"));
  const written = (archive: Buffer, from: number, bytes: string) => {
    const other = Buffer.from(archive);
    other.set(Buffer.from(bytes), from);
    return other;
  };
  const readWhole = async (archive: Buffer) => {
    const read = await readDirectory(inMemory(archive));
    for (const bytes of read.values()) await whole(bytes());
  };
  const at = (archive: Buffer, what: Buffer | undefined, nth = 0): number =>
    nth === 0 ? archive.indexOf(what ?? "") : archive.indexOf(what ?? "", at(archive, what, nth - 1) + 1);
  /** Something put in somewhere, with everything else where the archive says that it is. */
  const put = (archive: Buffer, where: number) => {
    const other = Buffer.concat([archive.subarray(0, where), hidden, archive.subarray(where)]);
    for (const nth of [0, 1]) other.writeUInt32LE(at(other, local, nth), at(other, central, nth) + 42);
    other.writeUInt32LE(at(other, central), at(other, end) + 16);
    return other;
  };

  it("is read when nothing was done to it", async () => {
    await expect(readWhole(await made())).resolves.toBeUndefined();
  });

  it.each<[string, (archive: Buffer) => Buffer]>([
    ["a name in a header that is another one in the directory", (zip) => written(zip, at(zip, local) + 30, "two")],
    ["a header that says another way of compressing", (zip) => written(zip, at(zip, local) + 8, "\0\0")],
    ["a header that says a size", (zip) => written(zip, at(zip, local) + 22, "\x09")],
    ["a header with another time", (zip) => written(zip, at(zip, local) + 10, "\x09")],
    ["sizes behind the bytes that are others", (zip) => written(zip, at(zip, local, 1) - 4, "\x09")],
    [
      "a checksum that is another one everywhere",
      (zip) => {
        const crc = zip.toString("hex", at(zip, central) + 16, at(zip, central) + 20);
        return Buffer.from(zip.toString("hex").replaceAll(crc, "61626364"), "hex");
      },
    ],
    [
      "the same path twice",
      (zip) => {
        const [one, two] = [at(zip, local, 1) + 30, at(zip, central, 1) + 46];
        return written(written(zip, one, "one"), two, "one");
      },
    ],
    ["something before the first file", (zip) => put(zip, 0)],
    ["something between two files", (zip) => put(zip, at(zip, local, 1))],
    ["something between files and directory", (zip) => put(zip, at(zip, central))],
    ["something between directory and end", (zip) => put(zip, at(zip, end))],
    ["something after the end", (zip) => Buffer.concat([zip, hidden])],
    ["a comment", (zip) => Buffer.concat([written(zip, zip.length - 2, "\x06"), hidden])],
    ["a number of files that is another one", (zip) => written(zip, at(zip, end) + 10, "\x01")],
    ["nothing of its end", (zip) => zip.subarray(0, -1)],
  ])("is refused: %s", async (_what, altered) => {
    await expect(readWhole(altered(await made()))).rejects.toThrow();
  });
});

/** Writes what is not zero, so that the disk needs no more. */
async function writeSparse(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await using handle = await open(path, "w");
  const page = 4_096;
  const zeros = Buffer.alloc(page);
  let at = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += page) {
      const part = piece.subarray(from, from + page);
      if (zeros.compare(part, 0, part.length, 0, part.length) !== 0)
        await handle.write(part, 0, part.length, at + from);
    }
    at += piece.length;
  }
  await handle.truncate(at);
}

describe("what a subgraph told", () => {
  const written = async (pages: readonly ToldPage[]) => String(await whole(toldText("billing", each(pages))));
  const row = { id: "1", text: 'lines\nand "quotes"', list: [1, { a: null }], none: [], empty: {} };

  it.each<[string, ToldPage[], Record<string, object[]>]>([
    ["nothing", [{ table: "", rows: [] }], {}],
    ["no rows", [{ table: "invoice", rows: [] }], { invoice: [] }],
    [
      "tables of several pages",
      [
        { table: "invoice", rows: [] },
        { table: "invoice", rows: [row, row] },
        { table: "invoice", rows: [row] },
        { table: "payment", rows: [row] },
        { table: "refund", rows: [] },
      ],
      { invoice: [row, row, row], payment: [row], refund: [] },
    ],
  ])("is written page by page as it was written at once: %s", async (_what, pages, tables) => {
    expect(await written(pages)).toBe(`${JSON.stringify({ subgraph: "billing", tables }, null, 2)}\n`);
  });

  it("is refused when the pages of a table are scattered", async () => {
    const [one, two] = [
      { table: "a", rows: [row] },
      { table: "b", rows: [row] },
    ];
    await expect(written([one, two, one])).rejects.toThrow("one after the other");
  });
});
