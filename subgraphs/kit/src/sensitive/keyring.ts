import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { ConfigurationError, type Mode } from "../config/config.ts";
import { describeFault } from "../telemetry/fault.ts";

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
  /** By purpose; each is derived once. */
  readonly indexKeys: Map<string, KeyObject>;
}

let active: PreparedKeyring | undefined;

/** Makes `keyring` the one that this process encrypts with: column types are declared before it is known. */
export function useKeyring({ current, keys, blindIndex }: Keyring): void {
  active = {
    current,
    keys: new Map(Object.entries(keys).map(([id, key]) => [id, createSecretKey(key, "base64")])),
    blindIndex: Buffer.from(blindIndex, "base64"),
    indexKeys: new Map(),
  };
}

function keyring(): PreparedKeyring {
  if (!active) throw new Error("No key ring is open: call useKeyring() before touching encrypted data.");
  return active;
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

/** Appears whole or not at all, and on the disk: data that is sealed with a key that is lost is lost too. */
function writeKeyring(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(createKeyring(), null, 2), { mode: 0o600, flush: true });
  try {
    // A link, unlike a rename, does not replace what another process has put there meanwhile.
    linkSync(draft, file);
  } catch (error) {
    if (describeFault(error).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}

const algorithm = "aes-256-gcm";

/**
 * Encrypts `plain` as `v1.<key id>.<nonce><tag><ciphertext>` (the last part base64url).
 * `purpose` is authenticated with it, so that a value moved to another column does not decrypt.
 */
export function seal(plain: string, purpose: string): string {
  const { current, keys } = keyring();
  const key = keys.get(current);
  if (key === undefined) throw new Error(`The key ring has no key ${current}.`);
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return `v1.${current}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** Reverses {@link seal}; throws when the value was altered, or sealed for another purpose or with an unknown key. */
export function unseal(value: string, purpose: string): string {
  const [version, keyId, body] = value.split(".");
  const key = keyId === undefined ? undefined : keyring().keys.get(keyId);
  if (version !== "v1" || key === undefined || body === undefined)
    throw new Error("This is not a value sealed with a known key.");
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, 12)).setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** A keyed hash of `normalized`, equal for equal values of one purpose: exact search without storing plain text. */
export function blindIndexOf(normalized: string, purpose: string): string {
  return createHmac("sha256", indexKeyOf(purpose)).update(normalized).digest("base64url");
}

function indexKeyOf(purpose: string): KeyObject {
  const { blindIndex, indexKeys } = keyring();
  const known = indexKeys.get(purpose);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", blindIndex, "", purpose, 32)));
  indexKeys.set(purpose, key);
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
