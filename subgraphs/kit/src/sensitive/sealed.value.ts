import type { DataKey, DataKeys } from "./data.keys.ts";
import { unseal } from "./keyring.ts";
import { decryptBody, encryptBody } from "./sealed.body.ts";

/** Where a sealed value stands. All of it is authenticated: a value that was copied elsewhere does not open. */
export interface Place {
  readonly organizationId: string;
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

const version = "v2";
const sealedForm = /^v2\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\./;

/** `v2.<data key>.<body>`, where the body is base64url of nonce, tag and ciphertext. */
export function sealWith(dataKey: DataKey, plain: string, place: Place): string {
  return `${prefixOf(dataKey.id)}${encryptBody(plain, dataKey.key, boundTo(place))}`;
}

/** How every value begins that was sealed with a data key. */
export function prefixOf(dataKeyId: string): string {
  return `${version}.${dataKeyId}.`;
}

/** The data key that a value was sealed with; undefined when it was sealed with none. */
export function dataKeyOf(value: string): string | undefined {
  // Almost no text of a row is sealed: most are told by their first letters.
  return value.startsWith(version) ? sealedForm.exec(value)?.[1] : undefined;
}

/** Reverses {@link sealWith}. @throws when the value was altered, or stands where it was not written */
export function openSealed(value: string, place: Place, keys: Pick<DataKeys, "loaded">): string {
  const keyId = dataKeyOf(value);
  // As values were sealed before each organization had keys of its own; a rotation seals them anew.
  if (keyId === undefined) return unseal(value, `${place.table}.${place.column}`);
  const { key, organizationId } = keys.loaded(keyId);
  if (organizationId !== place.organizationId)
    throw new Error(`A value of ${place.table}.${place.column} is sealed with another organization's key.`);
  return decryptBody(value.slice(prefixOf(keyId).length), key, boundTo(place));
}

function boundTo({ organizationId, table, column, rowId }: Place): string {
  return `${organizationId}:${table}.${column}:${rowId}`;
}
