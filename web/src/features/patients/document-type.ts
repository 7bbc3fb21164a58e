import { numberFormat } from "../../lib/format/formatters.ts";

/** The types of files that the server keeps, and how names of such files end. */
const types: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  txt: "text/plain",
  dcm: "application/dicom",
};

export const acceptedFiles = Object.keys(types)
  .map((ending) => `.${ending}`)
  .join(",");

/** What kind of file it is: as its name says, since browsers know some of them by none. Undefined for what is not kept. */
export function documentTypeOf({ name, type }: Pick<File, "name" | "type">): string | undefined {
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  return types[ending] ?? Object.values(types).find((known) => known === type);
}

/** A size as people say it. */
export function formatSize(bytes: number, locale: string): string {
  const [value, unit] =
    bytes >= 1_048_576
      ? ([bytes / 1_048_576, "megabyte"] as const)
      : bytes >= 1_024
        ? ([bytes / 1_024, "kilobyte"] as const)
        : ([bytes, "byte"] as const);
  return numberFormat(locale, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
