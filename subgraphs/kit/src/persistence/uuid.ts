import { NIL, validate } from "uuid";

/** `id` when it is a UUID, otherwise one that no row has: an unknown id is absent, whatever its form. */
export function knownUuid(id: string): string {
  return validate(id) ? id.toLowerCase() : NIL;
}
