/** What looks for viruses. */
export interface Scanner {
  /** @returns whether it found none. @throws when it could not look, for whatever reason: then try again */
  isClean(bytes: Uint8Array): Promise<boolean>;
}
