/** The types of files that are kept, as they are declared: what is in one has to be of its type. */
export const contentTypes = [
  "application/pdf",
  "image/jpeg",
  "image/png",
  "image/webp",
  "text/plain",
  "application/dicom",
] as const;

export type ContentType = (typeof contentTypes)[number];

/** The type of `bytes` by what is in them; undefined for what has none that is known. */
export async function contentTypeOf(bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(bytes);
  return found?.mime ?? (isText(bytes) ? "text/plain" : undefined);
}

/** UTF-8 without control characters, but for those that lay text out. */
function isText(bytes: Uint8Array): boolean {
  try {
    return !/[^\P{Cc}\t\n\f\r]/u.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
