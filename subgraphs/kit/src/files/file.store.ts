import type { Readable } from "node:stream";
import { validate } from "uuid";

/** What is kept, and which: nothing that a person wrote becomes part of where it lies. */
export interface FileKey {
  /** A kind of files, in small letters, e.g. `documents`. */
  readonly area: string;
  /** A UUID. */
  readonly id: string;
}

/** What a client sends the bytes with, as they are. */
export interface SignedUpload {
  readonly url: string;
  readonly method: "PUT";
  readonly headers: Readonly<Record<string, string>>;
}

export interface UploadTerms {
  readonly contentType: string;
  /** In bytes: exactly so many are taken. */
  readonly size: number;
  /** Of the bytes, in hexadecimal, when it is known beforehand. */
  readonly sha256: string | undefined;
  readonly expiresAt: Date;
}

/**
 * Where the bytes of files are: a folder, or a bucket of an S3-compatible store. It seals nothing by itself: what is
 * confidential is put there sealed.
 */
export interface FileStore {
  /**
   * Keeps `bytes`, whole or not at all.
   * @param size how many there are: fewer or more are a fault
   * @throws FileTakenError when something is there already, where the store can tell
   */
  put(key: FileKey, bytes: AsyncIterable<Uint8Array>, size: number): Promise<void>;
  /** The bytes, from the first to the last; null when there are none. */
  get(key: FileKey): Promise<Readable | null>;
  /** How many bytes there are; null when there is nothing. */
  sizeOf(key: FileKey): Promise<number | null>;
  /** Removes what is there, if anything. */
  remove(key: FileKey): Promise<void>;
  /** Removes what is left of writes that began before `begun` and never ended. */
  removeUnfinished(begun: Date): Promise<void>;
  /** Lets a client write the bytes without us; absent where there is nobody but us to write to. */
  readonly signUpload?: (key: FileKey, terms: UploadTerms) => Promise<SignedUpload>;
}

export class FileTakenError extends Error {
  override readonly name = "FileTakenError";
}

/** The parts of a key's path. @throws when it is none of ours, wherever it would lead */
export function partsOf({ area, id }: FileKey): readonly [area: string, shelf: string, file: string] {
  if (!/^[a-z]+$/.test(area) || !validate(id)) throw new Error("A file is kept by its area and a UUID.");
  // Of those that are made one after the other the beginnings are alike: by their ends they are spread over folders.
  return [area, id.slice(-2).toLowerCase(), id.toLowerCase()];
}

/** Passes `bytes` on as long as there are `size` of them in the end. */
export async function* exactly(size: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of bytes) {
    passed += chunk.length;
    if (passed > size) throw new Error("There are more bytes than were announced.");
    yield chunk;
  }
  if (passed < size) throw new Error("There are fewer bytes than were announced.");
}
