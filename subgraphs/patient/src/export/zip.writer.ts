import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { constants } from "node:zlib";
import { ZipFile } from "yazl";

/** A file of an archive: where it is in it, and its bytes. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Nothing is won by compressing what is compressed already. */
  readonly isCompressed: boolean;
}

/** When a file was made is nobody's business: the first day that an archive can tell. */
const mtime = new Date(1980, 0, 1);

/**
 * A ZIP archive of `files`, piece by piece as it is asked for, each file asked for when the one before was read. Archives and
 * files of any size.
 */
export async function* zipOf(files: AsyncIterable<ArchivedFile>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const archive = zip.outputStream as Readable;
  let file: Readable | undefined;
  const fill = async () => {
    for await (const { path, bytes, isCompressed } of files) {
      file = Readable.from(bytes, { objectMode: false });
      const compressionLevel = isCompressed ? constants.Z_NO_COMPRESSION : constants.Z_BEST_SPEED;
      zip.addReadStream(file, path, { compressionLevel, mtime, forceDosTimestamp: true });
      await finished(file);
    }
    zip.end();
  };
  // What fails is met by whoever reads.
  const filled = fill().catch((error) => archive.destroy(error));
  try {
    yield* archive;
  } finally {
    // What is asked for no more closes what it was read from.
    file?.destroy();
    await filled;
  }
}
