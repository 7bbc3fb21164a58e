/**
 * `sealed` with its last character but one replaced by another: bytes that differ whatever they were, since in base64 only
 * of the last character not every bit counts.
 */
export function altered(sealed: string): string {
  return `${sealed.slice(0, -2)}${sealed.at(-2) === "A" ? "B" : "A"}${sealed.slice(-1)}`;
}
