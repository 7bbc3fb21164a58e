import { beforeEach, expect, it } from "vitest";
import { createKeyring, useKeyring } from "./keyring.ts";
import { publicSignatureKeys, signDetached, verifyDetached } from "./signature.ts";

const content = Buffer.from('{"files":[]}');
const purpose = "test.signature";
const ring = createKeyring();
beforeEach(() => useKeyring(ring));

it("a signature holds for what was signed, and for nothing else", async () => {
  const signature = await signDetached(content, purpose);
  const keys = publicSignatureKeys(purpose);
  expect(signature).toMatch(/^[\w-]+\.\.[\w-]+$/);
  expect(await verifyDetached(content, signature, keys)).toBe(true);
  expect(await verifyDetached(Buffer.from('{"files":[1]}'), signature, keys)).toBe(false);
  expect(await verifyDetached(content, signature.replace("..", ".e30."), keys)).toBe(false);
  expect(await verifyDetached(content, signature, publicSignatureKeys("test.other"))).toBe(false);
  expect(await verifyDetached(content, signature, [])).toBe(false);
});

it("a key that was replaced signs no more, and what it signed still holds", async () => {
  const signature = await signDetached(content, purpose);
  const { k1 } = createKeyring().keys;
  useKeyring({ ...ring, current: "k2", keys: { ...ring.keys, k2: String(k1) } });
  const next = await signDetached(content, purpose);
  expect(next.split("..")[0]).not.toBe(signature.split("..")[0]);
  for (const one of [signature, next])
    expect(await verifyDetached(content, one, publicSignatureKeys(purpose))).toBe(true);
});

it("what is served tells no private half", () => {
  for (const key of publicSignatureKeys(purpose))
    expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
});
