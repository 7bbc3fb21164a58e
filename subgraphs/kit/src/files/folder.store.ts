import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describeFault } from "../telemetry/fault.ts";
import { exactly, type FileKey, type FileStore, FileTakenError, partsOf } from "./file.store.ts";

/**
 * Keeps files below `root`, which is made when the first one comes. A file appears under its name when all of it is on
 * the disk: until then it is among those that are unfinished.
 */
export function folderStore(root: string): FileStore {
  const unfinished = join(root, "unfinished");
  const pathOf = (key: FileKey) => join(root, ...partsOf(key));
  return {
    async put(key, bytes, size) {
      const [path, draft] = [pathOf(key), join(unfinished, randomUUID())];
      for (const folder of [unfinished, dirname(path)]) await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await writeTo(draft, exactly(size, bytes));
        // A link, unlike a rename, does not replace what is there.
        await link(draft, path);
        await flushFolder(dirname(path));
      } catch (error) {
        throw hasCode("EEXIST", error) ? new FileTakenError("There is a file under this key already.") : error;
      } finally {
        await rm(draft, { force: true });
      }
    },
    async get(key) {
      const path = pathOf(key);
      return (await sizeAt(path)) === null ? null : createReadStream(path, { highWaterMark: 262_144 });
    },
    sizeOf: (key) => sizeAt(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }),
    async removeUnfinished(begun) {
      for (const name of await readdir(unfinished).catch(noFolder)) {
        const draft = join(unfinished, name);
        const { mtime } = (await stat(draft).catch(noFile)) ?? {};
        if (mtime && mtime < begun) await rm(draft, { force: true });
      }
    },
  };
}

async function writeTo(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of a file is on the disk when its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

async function sizeAt(path: string): Promise<number | null> {
  return (await stat(path).catch(noFile))?.size ?? null;
}

function noFile(error: unknown): null {
  if (hasCode("ENOENT", error)) return null;
  throw error;
}

function noFolder(error: unknown): string[] {
  return noFile(error) ?? [];
}

function hasCode(code: string, error: unknown): boolean {
  return describeFault(error).code === code;
}
