import { NIL, v5 as uuidv5, validate } from "uuid";

/** `id` when it is a UUID, otherwise one that no row has: an unknown id is absent, whatever its form. */
export function knownUuid(id: string): string {
  return validate(id) ? id.toLowerCase() : NIL;
}

/** The id that `name` has within `namespace`, whoever asks: for a row that is known before it is there. */
export function derivedUuid(name: string, namespace: string): string {
  return uuidv5(name, namespace);
}
