/** The types of files that are kept, as they are declared, and how names of such files end. What is in one has to be of its type. */
const extensions = {
  "application/pdf": ["pdf"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/webp": ["webp"],
  "text/plain": ["txt"],
  "application/dicom": ["dcm"],
} as const;

export type ContentType = keyof typeof extensions;

export const contentTypes = Object.keys(extensions) as [ContentType, ...ContentType[]];

/** The name under which a file is saved: by its ending a computer decides what opens it, so that it is of its type, whatever was given. */
export function nameToSave(name: string, contentType: string): string {
  const endings = extensions[contentType as ContentType];
  return endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`)) ? name : `${name}.${endings[0]}`;
}

/** What is text and more than text to whoever opens it. */
const formattedText = /^(application\/(pdf|rtf|postscript|xml)|.+\+xml)$/;

/** Whether `bytes` are of a type, by what is in them. */
export async function isOfType(contentType: string, bytes: Uint8Array): Promise<boolean> {
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(bytes);
  // A text may begin with the letters by which something else is known: "BMI" is no bitmap.
  if (contentType === "text/plain") return isText(bytes) && !formattedText.test(found?.mime ?? "");
  return found?.mime === contentType;
}

/** UTF-8 without control characters, but for those that lay text out. */
function isText(bytes: Uint8Array): boolean {
  try {
    return !/[^\P{Cc}\t\n\f\r]/u.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
