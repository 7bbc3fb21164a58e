import {
  type CommandContext,
  type FileKey,
  openFile,
  removeDue,
  removeLater,
  sealedSizeOf,
  sealFile,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { DocumentRow } from "./document.entity.ts";
import { documentSettings } from "./document.settings.ts";

/** What of a document's files is meant. */
type Sealing = Pick<DocumentRow, "organizationId" | "fileKey">;

/** Where what a client sends lies until it was checked. */
export function uploadOf(row: Pick<DocumentRow, "id">): FileKey {
  return { area: "uploads", id: row.id };
}

/** Where the file of a document is kept that was checked, and its thumbnail. */
export const fileOf = (id: string): FileKey => ({ area: "documents", id });
export const thumbnailOf = (id: string): FileKey => ({ area: "thumbnails", id });

/** What a check keeps under `id`, or may keep. */
export const checkedFiles = (id: string): readonly FileKey[] => [fileOf(id), thumbnailOf(id)];

/** By then whatever was on its way to a store when its link ended has arrived, or never will, in milliseconds. */
const arrival = 3_600_000;

/** Has what a client sent removed, and what still comes by its link when that has arrived. */
export function removeUpload(em: EntityManager, row: Pick<DocumentRow, "id" | "uploadEndsAt">): void {
  removeLater(em, [uploadOf(row)]);
  removeLater(em, [uploadOf(row)], new Date(row.uploadEndsAt.getTime() + arrival));
}

/** Removes what is due at once; what fails is done by the task that removes files. */
export async function removePromptly({ em }: Pick<CommandContext, "em">): Promise<void> {
  await removeDue(em, documentSettings().store).catch(() => undefined);
}

/** Keeps `bytes`, sealed with the document's key and bound to where they lie. */
export async function keep(row: Sealing, key: FileKey, bytes: AsyncIterable<Uint8Array>, size: number): Promise<void> {
  await documentSettings().store.put(key, sealFile(fileKeyOf(row), boundTo(row, key), bytes), sealedSizeOf(size));
}

/** What was kept, opened; null when it is not there. */
export async function readKept(row: Sealing, key: FileKey): Promise<AsyncIterable<Uint8Array> | null> {
  const sealed = await documentSettings().store.get(key);
  return sealed && openFile(fileKeyOf(row), boundTo(row, key), sealed);
}

/** How large what a client sent is; null while it has sent nothing. What goes to the store past us is not sealed yet. */
export async function uploadedSize(row: DocumentRow): Promise<number | null> {
  const { store } = documentSettings();
  const size = await store.sizeOf(uploadOf(row));
  if (size === null || store.signUpload) return size;
  return size === sealedSizeOf(row.size) ? row.size : size;
}

/** What a client sent, as it was. */
export async function readUpload(row: DocumentRow): Promise<AsyncIterable<Uint8Array> | null> {
  const { store } = documentSettings();
  return store.signUpload ? store.get(uploadOf(row)) : readKept(row, uploadOf(row));
}

function fileKeyOf({ fileKey }: Sealing): string {
  if (!fileKey) throw new Error("A document has no key for its files.");
  return fileKey;
}

function boundTo({ organizationId }: Sealing, { area, id }: FileKey): string {
  return `${organizationId}:${area}:${id}`;
}
