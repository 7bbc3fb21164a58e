import { accessTokenLifetime } from "../provider/provider.resource.ts";
import { jwksCacheTime } from "../provider/provider.routes.ts";
import type { SigningKeyRow } from "./signing-key.entity.ts";

/** How often each process looks at the stored keys, in milliseconds. */
export const keyPollInterval = 10_000;

/** A key is published for so long before it signs: until no cache and no process knows the key set without it. */
export const publishedBefore = jwksCacheTime * 1_000 + 3 * keyPollInterval;

/** A key is published for so long after it signed last: until its last token has expired for every clock. */
export const publishedAfter = accessTokenLifetime * 1_000 + 60_000 + 3 * keyPollInterval;

/** A key signs for so long before its successor is made, unless an operator asks earlier. */
export const keyLifetime = 90 * 24 * 60 * 60_000;

/** What is done with each key at a time; which follows from the rows alone, so that all processes agree. */
export interface KeyStages {
  readonly signing: SigningKeyRow;
  /** The one that signs first, then those that will sign and those that did. */
  readonly published: readonly SigningKeyRow[];
  readonly retired: readonly SigningKeyRow[];
}

export function stagesOf(rows: readonly SigningKeyRow[], now: Date): KeyStages {
  const ordered = [...rows].sort((one, other) => one.signsFrom.getTime() - other.signsFrom.getTime());
  const signing = ordered.findLast(({ signsFrom }) => signsFrom <= now) ?? ordered[0];
  if (!signing) throw new Error("There is no signing key.");
  const isRetired = (_row: SigningKeyRow, index: number) => {
    const successor = ordered[index + 1];
    return successor !== undefined && successor.signsFrom.getTime() + publishedAfter <= now.getTime();
  };
  const retired = ordered.filter(isRetired);
  const others = ordered.filter((row) => row !== signing && !retired.includes(row));
  return { signing, published: [signing, ...others], retired };
}
