import { pipeline, Readable } from "node:stream";
import { constants, crc32, createDeflateRaw } from "node:zlib";

/** A file of an archive: where it is in it, and its bytes. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Nothing is won by compressing what is compressed already. */
  readonly isCompressed: boolean;
}

/** What the archive's directory says of a file. */
interface Entry {
  readonly path: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
}

/** From here on a number of four bytes, or of two, says: look at the ones of eight. */
const most32 = 0xffff_ffff;
const most16 = 0xffff;
/** Names are UTF-8, and sizes come after the bytes. */
const flags = 0x0808;
const deflated = 8;
/** The first of January 1980: when a file was made is nobody's business. */
const day = 0x21;
const [zip20, zip64] = [20, 45];
const chunkSize = 65_536;

/**
 * A ZIP archive of `files`, piece by piece as it is asked for, each file read when it is its turn. Archives of any size and any
 * number of files, ZIP64 where it is needed; one file has less than 4 GiB.
 */
export async function* zipOf(files: AsyncIterable<ArchivedFile>): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let offset = 0;
  for await (const file of files) {
    const path = Buffer.from(file.path);
    const header = localHeader(path);
    yield header;
    const tally = { crc: 0, size: 0 };
    let compressed = 0;
    for await (const piece of deflate(file, tally)) {
      compressed += piece.length;
      yield piece;
    }
    if (Math.max(tally.size, compressed) >= most32) throw new Error("A file of an archive has less than 4 GiB.");
    const entry = { path, offset, ...tally, compressed };
    entries.push(entry);
    const descriptor = descriptorOf(entry);
    yield descriptor;
    offset += header.length + compressed + descriptor.length;
  }
  yield* directoryOf(entries, offset);
}

async function* deflate(
  { bytes, isCompressed }: ArchivedFile,
  tally: { crc: number; size: number },
): AsyncGenerator<Uint8Array> {
  const counted = async function* () {
    for await (const piece of bytes) {
      tally.crc = crc32(piece, tally.crc);
      tally.size += piece.length;
      yield piece;
    }
  };
  const level = isCompressed ? constants.Z_NO_COMPRESSION : constants.Z_BEST_SPEED;
  // What fails is met in the loop; what is asked for no more closes what it was read from.
  yield* pipeline(
    Readable.from(counted(), { objectMode: false }),
    createDeflateRaw({ level, chunkSize }),
    () => undefined,
  );
}

function localHeader(path: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(zip20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(deflated, 8);
  header.writeUInt16LE(day, 12);
  header.writeUInt16LE(path.length, 26);
  return Buffer.concat([header, path]);
}

function descriptorOf({ crc, compressed, size }: Entry): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x0807_4b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(compressed, 8);
  descriptor.writeUInt32LE(size, 12);
  return descriptor;
}

/** What the archive has, at its end. */
function* directoryOf(entries: readonly Entry[], start: number): Generator<Buffer> {
  let size = 0;
  for (const entry of entries) {
    const record = recordOf(entry);
    size += record.length;
    yield record;
  }
  const count = entries.length;
  if (count >= most16 || start >= most32 || size >= most32) yield largeEnd({ count, start, size });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(Math.min(count, most16), 8);
  end.writeUInt16LE(Math.min(count, most16), 10);
  end.writeUInt32LE(Math.min(size, most32), 12);
  end.writeUInt32LE(Math.min(start, most32), 16);
  yield end;
}

function recordOf({ path, offset, crc, compressed, size }: Entry): Buffer {
  const isFar = offset >= most32;
  const extra = Buffer.alloc(isFar ? 12 : 0);
  if (isFar) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x0201_4b50, 0);
  record.writeUInt16LE(zip64, 4);
  record.writeUInt16LE(isFar ? zip64 : zip20, 6);
  record.writeUInt16LE(flags, 8);
  record.writeUInt16LE(deflated, 10);
  record.writeUInt16LE(day, 14);
  record.writeUInt32LE(crc, 16);
  record.writeUInt32LE(compressed, 20);
  record.writeUInt32LE(size, 24);
  record.writeUInt16LE(path.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(Math.min(offset, most32), 42);
  return Buffer.concat([record, path, extra]);
}

/** The end in numbers of eight bytes, and where it is. */
function largeEnd({ count, start, size }: Readonly<Record<"count" | "start" | "size", number>>): Buffer {
  const end = Buffer.alloc(76);
  end.writeUInt32LE(0x0606_4b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(zip64, 12);
  end.writeUInt16LE(zip64, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.writeUInt32LE(0x0706_4b50, 56);
  end.writeBigUInt64LE(BigInt(start + size), 64);
  end.writeUInt32LE(1, 72);
  return end;
}
