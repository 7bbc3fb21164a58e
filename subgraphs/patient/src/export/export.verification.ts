import { createHash } from "node:crypto";
import { type PublicSignatureKey, verifyDetached } from "@careconnect/kit";
import { z } from "zod";
import { type ReadableArchive, readDirectory } from "./zip.reader.ts";

/** What signs exports, and nothing else. */
export const signaturePurpose = "patient.export.signature";

export const manifestFile = "manifest.json";
export const signatureFile = "manifest.jws";
/** Below it the documents are, by their ids; what they are, `document` of `patient.json` says. */
export const documentFolder = "documents/";

/** Of manifest and signature, which are read as a whole. */
const longestManifest = 268_435_456;

const manifest = z.object({
  schemaVersion: z.literal(1),
  patientId: z.string(),
  preparedAt: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifest>;

export function parseManifest(text: string): Manifest {
  return manifest.parse(JSON.parse(text));
}

/**
 * What an archive says of itself, when it was signed with one of `keys` and holds what was signed, all of it and nothing else.
 * It is read piece by piece.
 * @throws with what is wrong, in one sentence
 */
export async function verifyArchive(archive: ReadableArchive, keys: readonly PublicSignatureKey[]): Promise<Manifest> {
  const files = await opened(readDirectory(archive));
  const bytesOf = (path: string) => files.get(path)?.();
  const signed = await wholeOf(bytesOf(manifestFile));
  const signature = await wholeOf(bytesOf(signatureFile));
  if (!signed || !signature) throw new Error("This is no export: it has no signed manifest.");
  if (!(await verifyDetached(signed, signature.toString(), keys)))
    throw new Error("The signature does not hold: the manifest was altered, or signed by somebody else.");
  const said = parseManifest(signed.toString());
  for (const { path, sha256 } of said.files) {
    const bytes = bytesOf(path);
    if (!bytes) throw new Error(`${path} is missing.`);
    if ((await opened(hashOf(bytes))) !== sha256) throw new Error(`${path} was altered.`);
    files.delete(path);
  }
  const unknown = [...files.keys()].filter((path) => path !== manifestFile && path !== signatureFile);
  if (unknown.length > 0) throw new Error(`${unknown.join(", ")} was added.`);
  return said;
}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of bytes) hash.update(piece);
  return hash.digest("hex");
}

async function wholeOf(bytes: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> {
  if (!bytes) return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > longestManifest) throw new Error("This is no export: its manifest is too large.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function opened<Read>(reading: Promise<Read>): Promise<Read> {
  try {
    return await reading;
  } catch (cause) {
    throw new Error("This is no archive, or it is damaged.", { cause });
  }
}
