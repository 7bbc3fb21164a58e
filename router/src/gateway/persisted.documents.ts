import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigurationError } from "../router.config.ts";

const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().min(1));

/** sha256 (hex) of a document → the document. */
export type PersistedDocuments = ReadonlyMap<string, string>;

/**
 * Reads the manifest that the web build writes. A missing manifest is an empty one: the router serves any client without it.
 * @throws ConfigurationError when the file is there but is not a manifest
 */
export async function readPersistedDocuments(file: string | undefined): Promise<PersistedDocuments> {
  if (file === undefined) return new Map();
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw new ConfigurationError([`The operations manifest ${file} cannot be read: check OPERATIONS_FILE.`]);
  });
  try {
    return new Map(Object.entries(manifest.parse(JSON.parse(text))));
  } catch {
    throw new ConfigurationError([
      `The operations manifest ${file} is not a map of sha256 to document: build it again, or correct OPERATIONS_FILE.`,
    ]);
  }
}

/** Apollo Server's view of the manifest. It would register what clients send; here only the build may. */
export function persistedQueryCache(documents: PersistedDocuments) {
  return {
    async get(key: string): Promise<string | undefined> {
      return documents.get(key.slice(key.indexOf(":") + 1));
    },
    async set(): Promise<void> {
      return undefined;
    },
    async delete(): Promise<boolean> {
      return false;
    },
  };
}
