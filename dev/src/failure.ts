/** A failure that the user can act on: its message is the one sentence shown, without a stack trace. */
export class Failure extends Error {
  override name = "Failure";
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** True for a Node.js system error with one of these codes, such as "ENOENT". */
export function isSystemError(cause: unknown, ...codes: string[]): cause is NodeJS.ErrnoException {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" && codes.includes(cause.code);
}
