import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";

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

/** The bytes of a file of an archive, piece by piece. */
export type ReadableFile = () => AsyncGenerator<Uint8Array>;

const pieceLength = 1_048_576;
const mostFiles = 1_000_000;

/**
 * The files of a ZIP archive, by their paths. What a reader could take for something else is refused: a path that is there
 * twice, a header that says something else than the directory, and bytes that belong to nothing, wherever they are.
 * @throws when it is none, or is not exactly what its directory says
 */
export async function readDirectory(archive: ReadableArchive): Promise<Map<string, ReadableFile>> {
  const options = { autoClose: false, strictFileNames: true };
  const zip = await fromRandomAccessReaderPromise(new Parts(archive), archive.size, options);
  if (zip.entryCount > mostFiles) throw new Error("The directory of the archive is too large.");
  const files = new Map<string, ReadableFile>();
  let [end, size] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    if (files.has(entry.fileName)) throw new Error(`${entry.fileName} is in the archive twice.`);
    if (entry.relativeOffsetOfLocalHeader !== end) throw new Error(`There is something before ${entry.fileName}.`);
    end = await endOf(archive, zip, entry);
    size += 46 + entry.fileNameLength + entry.extraFieldLength;
    files.set(entry.fileName, () => bytesOf(zip, entry));
  }
  await requireEnd(archive, { count: files.size, start: end, size });
  return files;
}

class Parts extends RandomAccessReader {
  readonly #archive: ReadableArchive;

  constructor(archive: ReadableArchive) {
    super();
    this.#archive = archive;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#archive, start, end), { objectMode: false });
  }
}

async function* piecesOf(archive: ReadableArchive, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += pieceLength) yield await archive.read(at, Math.min(pieceLength, end - at));
}

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let crc = 0;
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    crc = crc32(piece, crc);
    yield piece;
  }
  if (crc !== entry.crc32) throw new Error(`${entry.fileName} is damaged.`);
}

/** The flag of files of which sizes come after the bytes. */
const sizesFollow = 0x0008;
/** What says the sizes of a file, and where it is, in numbers of eight bytes. */
const largeField = 1;

/** Where a file ends, of which everything around its bytes says what the directory says. */
async function endOf(archive: ReadableArchive, zip: ZipFile, entry: Entry): Promise<number> {
  const header = await zip.readLocalFileHeaderPromise(entry);
  const follows = (entry.generalPurposeBitFlag & sizesFollow) !== 0;
  const before = follows ? { crc32: 0, compressedSize: 0, uncompressedSize: 0 } : entry;
  const isSame =
    header.fileName.equals(entry.fileNameRaw) &&
    header.generalPurposeBitFlag === entry.generalPurposeBitFlag &&
    header.compressionMethod === entry.compressionMethod &&
    header.lastModFileDate === entry.lastModFileDate &&
    header.lastModFileTime === entry.lastModFileTime &&
    header.crc32 === before.crc32 &&
    header.compressedSize === before.compressedSize &&
    header.uncompressedSize === before.uncompressedSize;
  const more = header.extraFieldLength + entry.fileCommentLength;
  if (!isSame || more > 0 || entry.extraFields.some(({ id }) => id !== largeField))
    throw new Error(`${entry.fileName} is not what the directory says.`);
  const end = header.fileDataStart + entry.compressedSize;
  if (!follows) return end;
  const sizes = sizesOf(entry);
  if (!sizes.equals(await archive.read(end, sizes.length)))
    throw new Error(`${entry.fileName} is not as long as the directory says.`);
  return end + sizes.length;
}

/** What comes after the bytes of a file. */
function sizesOf({ crc32, compressedSize, uncompressedSize, extraFields }: Entry): Buffer {
  const isLarge = extraFields.length > 0;
  const sizes = Buffer.alloc(isLarge ? 24 : 16);
  sizes.writeUInt32LE(0x0807_4b50, 0);
  sizes.writeUInt32LE(crc32, 4);
  for (const [index, size] of [compressedSize, uncompressedSize].entries()) {
    if (isLarge) sizes.writeBigUInt64LE(BigInt(size), 8 + 8 * index);
    else sizes.writeUInt32LE(size, 8 + 4 * index);
  }
  return sizes;
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly size: number;
}

/** From here on a number of four bytes, or of two, says: look at the ones of eight. */
const most32 = 0xffff_ffff;
const most16 = 0xffff;
const endLength = 22;
const largeEndLength = 76;

/** Refuses what is not the end of an archive with this directory, and nothing else. */
async function requireEnd(archive: ReadableArchive, { count, start, size }: Directory): Promise<void> {
  const isLarge = count >= most16 || Math.max(start, size) >= most32;
  const from = start + size;
  const length = endLength + (isLarge ? largeEndLength : 0);
  const rest = from + length === archive.size ? await archive.read(from, length) : undefined;
  const end = rest?.subarray(-endLength);
  const isSame =
    end?.readUInt16LE(10) === Math.min(count, most16) &&
    end.readUInt32LE(12) === Math.min(size, most32) &&
    end.readUInt32LE(16) === Math.min(start, most32);
  const large = [count, size, start, from].map(BigInt);
  const isSameInLarge = !isLarge || [32, 40, 48, 64].every((at, index) => rest?.readBigUInt64LE(at) === large[index]);
  if (!isSame || !isSameInLarge) throw new Error("There is something beside the files of the archive.");
}
