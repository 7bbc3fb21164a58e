import { randomBytes } from "node:crypto";
import type { KeyContext, KeyService } from "./key.service.ts";
import { currentKeyId, seal, unseal } from "./keyring.ts";

const origin = "file:";

/** Whether a key of this name is in the key file. */
export function isInKeyFile(keyId: string): boolean {
  return keyId.startsWith(origin);
}

/** Wraps data keys with the current key of the key file. */
export const keyFileService: KeyService = {
  async createKey(context) {
    const plain = randomBytes(32);
    return { plain, ...wrap(plain, context) };
  },
  wrapKey: async (plain, context) => wrap(plain, context),
  unwrapKey: async ({ wrapped }, context) => Buffer.from(unseal(wrapped, purposeOf(context)), "base64"),
};

function wrap(plain: Buffer, context: KeyContext) {
  return {
    keyId: `${origin}${currentKeyId()}`,
    wrapped: seal(plain.toString("base64"), purposeOf(context)),
  };
}

function purposeOf({ organizationId, subgraph }: KeyContext): string {
  return `data_key:${subgraph}:${organizationId}`;
}
