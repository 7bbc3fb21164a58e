import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane; about 30 ms. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const hashBytes = 32;
const saltBytes = 16;

const phcPattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The argon2id hash of `password` with a salt of its own, as a PHC string that names its parameters. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return phcString(salt, await derive("argon2id", { ...cost, ...input(password, salt), tagLength: hashBytes }));
}

/**
 * Whether `password` is the one that was hashed as `hash`. Without a hash the answer is no, after the same work:
 * how long it takes does not tell whether there is a user.
 */
export async function isPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt = "", expected = ""] = phcPattern.exec(hash ?? nobodysHash) ?? [];
  const wanted = Buffer.from(expected, "base64");
  if (wanted.length === 0) throw new Error("A stored password hash is not an argon2id PHC string.");
  const derived = await derive("argon2id", {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    ...input(password, Buffer.from(salt, "base64")),
    tagLength: wanted.length,
  });
  return timingSafeEqual(derived, wanted) && hash != null;
}

const nobodysHash = phcString(randomBytes(saltBytes), randomBytes(hashBytes));

/** The same characters typed on another keyboard may be other code points: NFKC makes them one. */
function input(password: string, salt: Buffer) {
  return { message: password.normalize("NFKC"), nonce: salt };
}

function phcString(salt: Buffer, hash: Buffer): string {
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
