import type { BucketOptions } from "./bucket.store.ts";
import type { FileStore } from "./file.store.ts";
import { folderStore } from "./folder.store.ts";

/** Where files are kept. */
export type FileStoreOptions = { readonly folder: string } | BucketOptions;

/** The store that is configured. */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  if ("folder" in options) return folderStore(options.folder);
  // Loaded by those who use it alone: it is larger than all the rest of the kit.
  const { bucketStore } = await import("./bucket.store.ts");
  return bucketStore(options);
}
