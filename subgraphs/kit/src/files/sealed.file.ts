import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
const mark = Buffer.from("CCF1");
const saltLength = 32;
const tagLength = 16;
const chunkLength = 65_536;
const headLength = mark.length + saltLength;

/** A new key, which seals the files of one record. */
export function newFileKey(): string {
  return randomBytes(32).toString("base64");
}

/** How many bytes `size` of them are when they are sealed. */
export function sealedSizeOf(size: number): number {
  return headLength + size + Math.max(1, Math.ceil(size / chunkLength)) * tagLength;
}

/**
 * Seals `bytes` chunk by chunk, so that no more than one is in memory: each with its place and whether it is the last,
 * so that none can be left out, moved or cut off. Each file has a key of its own, made of `fileKey` and a random salt.
 * @param bound what the file is, which is authenticated and not stored: it opens as nothing else
 */
export async function* sealFile(
  fileKey: string,
  bound: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const salt = randomBytes(saltLength);
  const key = keyOf(fileKey, salt);
  yield Buffer.concat([mark, salt]);
  for await (const { chunk, index, isLast } of chunksOf(bytes, chunkLength)) {
    const cipher = createCipheriv(algorithm, key, nonceOf(index, isLast)).setAAD(Buffer.from(bound));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Reverses {@link sealFile}. @throws as soon as something is not as it was sealed */
export async function* openFile(
  fileKey: string,
  bound: string,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const source = sealed[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < headLength) {
    const { value, done } = await source.next();
    if (done) throw new Error("This is not a file that was sealed by this software.");
    head = Buffer.concat([head, value]);
  }
  if (!head.subarray(0, mark.length).equals(mark)) throw new Error("This is not a file sealed by this software.");
  const key = keyOf(fileKey, head.subarray(mark.length, headLength));
  const body = withFirst(head.subarray(headLength), source);
  for await (const { chunk, index, isLast } of chunksOf(body, chunkLength + tagLength)) {
    if (chunk.length < tagLength) throw new Error("The file was cut off.");
    const decipher = createDecipheriv(algorithm, key, nonceOf(index, isLast), { authTagLength: tagLength });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(chunk.subarray(-tagLength));
    yield Buffer.concat([decipher.update(chunk.subarray(0, -tagLength)), decipher.final()]);
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function keyOf(fileKey: string, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(fileKey, "base64"), salt, "careconnect file", 32));
}

/** Never the same twice under one key. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

interface Chunk {
  readonly chunk: Buffer;
  readonly index: number;
  readonly isLast: boolean;
}

/** All of `bytes` in pieces of `length`, the last one shorter or as long; one that is empty when there are no bytes. */
async function* chunksOf(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Chunk> {
  let waiting: Buffer[] = [];
  let waitingLength = 0;
  let index = 0;
  for await (const piece of bytes) {
    waiting.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    waitingLength += piece.length;
    // One is kept back: whether it is the last is known when there is more.
    if (waitingLength <= length) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    for (; all.length - at > length; at += length) {
      yield { chunk: all.subarray(at, at + length), index, isLast: false };
      index += 1;
    }
    waiting = [all.subarray(at)];
    waitingLength = all.length - at;
  }
  yield { chunk: Buffer.concat(waiting), index, isLast: true };
}
