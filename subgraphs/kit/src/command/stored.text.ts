/** What is said of text that PostgreSQL cannot hold. */
export const withoutNul = "must not contain the character NUL (U+0000): leave it out";

/** Where text within `value` has the character NUL, which no column holds and sealed ones would keep for nobody to read. */
export function pathsOfNul(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === "string") return value.includes("\0") ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => pathsOfNul(part, [...path, key]));
}
