import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";

/** An archive, of which any part can be read. */
export interface ReadableArchive {
  readonly size: number;
  /** As many bytes, from `from` on. */
  read(from: number, length: number): Promise<Buffer>;
}

/** The archive that is in an open file. */
export async function archiveIn(file: FileHandle): Promise<ReadableArchive> {
  const { size } = await file.stat();
  return {
    size,
    async read(from, length) {
      if (from < 0 || from + length > size) throw new Error("The archive ends before its directory says so.");
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer;
    },
  };
}

/** Where a file of an archive is. */
interface Entry {
  readonly offset: number;
  readonly compressed: number;
  readonly method: number;
}

const most32 = 0xffff_ffff;
const most16 = 0xffff;
const endLength = 22;
const largeLocatorLength = 20;
const pieceLength = 1_048_576;
/** Of the directory, which is in memory: a million files. */
const longestDirectory = 268_435_456;

/** The files of a ZIP archive, with ZIP64 or without, by their paths. @throws when it is none, or is damaged */
export async function readDirectory(archive: ReadableArchive): Promise<Map<string, Entry>> {
  const { count, size, start } = await readEnd(archive);
  if (size > longestDirectory) throw new Error("The directory of the archive is too large.");
  const directory = await archive.read(start, size);
  const entries = new Map<string, Entry>();
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== 0x0201_4b50) throw new Error("The directory of the archive is damaged.");
    const [pathLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const path = directory.toString("utf8", at + 46, at + 46 + Number(pathLength));
    // Whoever reads one of two and whoever reads the other one would see different things.
    if (entries.has(path)) throw new Error(`${path} is in the archive twice.`);
    const extraAt = at + 46 + Number(pathLength);
    const offset = directory.readUInt32LE(at + 42);
    entries.set(path, {
      offset: offset === most32 ? farOffset(directory.subarray(extraAt, extraAt + Number(extraLength))) : offset,
      compressed: directory.readUInt32LE(at + 20),
      method: directory.readUInt16LE(at + 10),
    });
    at = extraAt + Number(extraLength) + Number(commentLength);
  }
  return entries;
}

/** The bytes of a file, piece by piece. */
export async function* readEntry(archive: ReadableArchive, { offset, compressed, method }: Entry) {
  const header = await archive.read(offset, 30);
  if (header.readUInt32LE(0) !== 0x0403_4b50) throw new Error("The archive is damaged.");
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const stored = piecesOf(archive, start, compressed);
  if (method === 0) yield* stored;
  else if (method === 8)
    yield* pipeline(Readable.from(stored, { objectMode: false }), createInflateRaw(), () => undefined);
  else throw new Error("A file of the archive is compressed in a way that is not known here.");
}

async function* piecesOf(archive: ReadableArchive, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += pieceLength)
    yield await archive.read(start + at, Math.min(pieceLength, length - at));
}

/** What the end of an archive says of its directory. */
async function readEnd(archive: ReadableArchive): Promise<{ count: number; size: number; start: number }> {
  const tailLength = Math.min(archive.size, endLength + most16 + largeLocatorLength);
  const tail = await archive.read(archive.size - tailLength, tailLength);
  const at = tail.lastIndexOf(Buffer.from("504b0506", "hex"));
  if (at < 0) throw new Error("There is no end of an archive.");
  const [count, size, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (count !== most16 && size !== most32 && start !== most32) return { count, size, start };
  const locator = at - largeLocatorLength;
  if (tail.readUInt32LE(locator) !== 0x0706_4b50) throw new Error("The end of the archive is damaged.");
  const end = await archive.read(Number(tail.readBigUInt64LE(locator + 8)), 56);
  const [largeCount, largeSize, largeStart] = [32, 40, 48].map((field) => Number(end.readBigUInt64LE(field)));
  return { count: Number(largeCount), size: Number(largeSize), start: Number(largeStart) };
}

/** Of the fields of eight bytes, of which we write this one alone. */
function farOffset(extra: Buffer): number {
  if (extra.length < 12 || extra.readUInt16LE(0) !== 1 || extra.readUInt16LE(2) !== 8)
    throw new Error("The directory of the archive is damaged.");
  return Number(extra.readBigUInt64LE(4));
}
