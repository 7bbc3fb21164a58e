import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { ConfigurationError, type Mode } from "../config/config.ts";
import { describeFault } from "../telemetry/fault.ts";
import { decryptBody, encryptBody } from "./sealed.body.ts";

const keyFile = z.object({
  current: z.string(),
  keys: z.record(z.string().regex(/^[a-z0-9]+$/), z.base64().refine(is256Bit, "must be 32 bytes in base64")),
  /** Separate from the encryption keys and never rotated with them: a new one would orphan every index. */
  blindIndex: z.base64().refine(is256Bit, "must be 32 bytes in base64"),
});

/** The secrets of one subgraph: encryption keys by id (one current), and the key of its blind indexes. */
export type Keyring = z.infer<typeof keyFile>;

/** A key ring as its keys are used: a cipher takes a prepared key several times faster than its bytes. */
interface PreparedKeyring {
  readonly current: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly blindIndex: Buffer;
  /** By organization and purpose. */
  readonly indexKeys: LRUCache<string, KeyObject>;
  /** By key and purpose. */
  readonly sealingKeys: LRUCache<string, KeyObject>;
}

/** Keys that are kept derived, of each kind; beyond them, the one that was not used for longest is derived anew. */
const keptKeys = 2_000;
/** How often a key that the ring does not have is looked for in its file at most, in milliseconds. */
const rereadPause = 1_000;

let active: PreparedKeyring | undefined;
let reread: (() => Keyring) | undefined;
let rereadAt = 0;

/**
 * Makes `keyring` the one that this process uses.
 * @param again reads it anew, for keys that were added since
 */
export function useKeyring(keyring: Keyring, again?: () => Keyring): void {
  active = prepare(keyring);
  reread = again;
}

function prepare({ current, keys, blindIndex }: Keyring): PreparedKeyring {
  return {
    current,
    keys: new Map(Object.entries(keys).map(([id, key]) => [id, createSecretKey(key, "base64")])),
    blindIndex: Buffer.from(blindIndex, "base64"),
    indexKeys: new LRUCache({ max: keptKeys }),
    sealingKeys: new LRUCache({ max: keptKeys }),
  };
}

function keyring(): PreparedKeyring {
  if (!active) throw new Error("No key ring is open: call useKeyring() before touching encrypted data.");
  return active;
}

/** A key by its id; one that was added to the file since it was read is found too. */
function keyOf(id: string): KeyObject | undefined {
  const known = keyring().keys.get(id);
  if (known || !reread || Date.now() - rereadAt < rereadPause) return known;
  rereadAt = Date.now();
  active = prepare(reread());
  return active.keys.get(id);
}

/** The id of the key that seals now. */
export function currentKeyId(): string {
  return keyring().current;
}

export function createKeyring(): Keyring {
  return {
    current: "k1",
    keys: { k1: randomBytes(32).toString("base64") },
    blindIndex: randomBytes(32).toString("base64"),
  };
}

/** Reads the key file; in demo mode a missing one is made, in production it is an error, since data would be lost with it. */
export function openKeyring(file: string, mode: Mode): Keyring {
  if (!existsSync(file)) {
    if (mode === "production")
      throw new ConfigurationError(`CARECONNECT_KEYS_FILE names ${file}, which does not exist.`);
    writeKeyring(file);
  }
  const parsed = keyFile.safeParse(parseJson(readFileSync(file, "utf8")));
  if (!parsed.success || !(parsed.data.current in parsed.data.keys)) {
    throw new ConfigurationError(
      `The key file ${file} is damaged; restore it from a backup, without it encrypted columns stay unreadable.`,
    );
  }
  return parsed.data;
}

/**
 * Adds a key to the key file and makes it the current one; those that are there stay, since they open what is sealed.
 * Two at once would lose a key: the caller sees to it that they are one after the other.
 */
export function addKey(file: string): void {
  const ring = openKeyring(file, "production");
  const newest = Math.max(...Object.keys(ring.keys).map((id) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0)));
  const current = `k${newest + 1}`;
  const draft = writeDraft(file, {
    ...ring,
    current,
    keys: { ...ring.keys, [current]: randomBytes(32).toString("base64") },
  });
  renameSync(draft, file);
  flushFolder(dirname(file));
}

/** On the disk, and readable by its owner alone: data that is sealed with a key that is lost is lost too. */
function writeDraft(file: string, keyring: Keyring): string {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(keyring, null, 2), { mode: 0o600, flush: true });
  return draft;
}

/** Appears whole or not at all. */
function writeKeyring(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = writeDraft(file, createKeyring());
  try {
    // A link, unlike a rename, does not replace what another process has put there meanwhile.
    linkSync(draft, file);
  } catch (error) {
    if (describeFault(error).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  flushFolder(dirname(file));
}

/** The name of a file is on the disk when its folder is. */
function flushFolder(folder: string): void {
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/**
 * Encrypts `plain` with the current key of the key file, as `v3.<key id>.<body>`: for what belongs to no organization,
 * such as cursors and signing keys. Each `purpose` has a key of its own, so that what is sealed often uses up no other's
 * nonces; it is authenticated besides.
 */
export function seal(plain: string, purpose: string): string {
  const { current } = keyring();
  return `v3.${current}.${encryptBody(plain, sealingKeyOf(current, purpose), purpose)}`;
}

/** Reverses {@link seal}; throws when the value was altered, or sealed for another purpose or with an unknown key. */
export function unseal(value: string, purpose: string): string {
  const [version, keyId, body] = value.split(".");
  const key = keyId === undefined ? undefined : keyOf(keyId);
  if (keyId === undefined || key === undefined || body === undefined)
    throw new Error("This is not a value sealed with a known key.");
  if (version === "v3") return decryptBody(body, sealingKeyOf(keyId, purpose), purpose);
  // As values were sealed before each purpose had a key of its own.
  if (version === "v1") return decryptBody(body, key, purpose);
  throw new Error("This is not a value sealed by this software.");
}

/** 32 bytes for `purpose`, derived from each key of the key file, by the key's id: the same in every process that has it. */
export function seedsOf(purpose: string): ReadonlyMap<string, Buffer> {
  const seeds = [...keyring().keys].map(
    ([id, key]) => [id, Buffer.from(hkdfSync("sha256", key.export(), "", purpose, 32))] as const,
  );
  return new Map(seeds);
}

function sealingKeyOf(keyId: string, purpose: string): KeyObject {
  const { keys, sealingKeys } = keyring();
  const name = `${keyId}:${purpose}`;
  const known = sealingKeys.get(name);
  if (known) return known;
  const key = keys.get(keyId);
  if (key === undefined) throw new Error(`The key ring has no key ${keyId}.`);
  const derived = createSecretKey(Buffer.from(hkdfSync("sha256", key.export(), "", purpose, 32)));
  sealingKeys.set(name, derived);
  return derived;
}

/**
 * A keyed hash of `normalized`, equal for equal values of one purpose and organization: exact search without storing
 * plain text. Only what must be unique among all organizations is indexed without one.
 */
export function blindIndexOf(normalized: string, purpose: string, organizationId = ""): string {
  return createHmac("sha256", indexKeyOf(purpose, organizationId)).update(normalized).digest("base64url");
}

function indexKeyOf(purpose: string, organizationId: string): KeyObject {
  const { blindIndex, indexKeys } = keyring();
  const name = `${organizationId}:${purpose}`;
  const known = indexKeys.get(name);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", blindIndex, organizationId, purpose, 32)));
  indexKeys.set(name, key);
  return key;
}

function is256Bit(base64: string): boolean {
  return Buffer.from(base64, "base64").length === 32;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
