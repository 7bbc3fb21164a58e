import { BadUserInputError } from "../errors/errors.ts";
import { seal, unseal } from "../sensitive/keyring.ts";

/**
 * A cursor is the position's order values, sealed: they may be names, which belong in no URL or log.
 * It is bound to `list` (organization, list and order), and is refused for any other.
 */
export function encodeCursor(values: readonly unknown[], list: string): string {
  return Buffer.from(seal(JSON.stringify(values), `cursor:${list}`)).toString("base64url");
}

/** Reverses {@link encodeCursor}. @throws BadUserInputError when the cursor is not one of this list. */
export function decodeCursor(cursor: string, list: string): unknown[] {
  try {
    const values: unknown = JSON.parse(unseal(Buffer.from(cursor, "base64url").toString("utf8"), `cursor:${list}`));
    if (Array.isArray(values)) return values;
  } catch {
    // Altered, of another list, or sealed with a key that is gone: all the same to the caller.
  }
  throw new BadUserInputError("This cursor does not belong to this list: start again without `after`.", ["after"]);
}
