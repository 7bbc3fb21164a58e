import { createHash } from "node:crypto";
import { type PublicSignatureKey, verifyDetached } from "@careconnect/kit";
import { unzipSync } from "fflate";
import { z } from "zod";

/** What signs exports, and nothing else. */
export const signaturePurpose = "patient.export.signature";

export const manifestFile = "manifest.json";
export const signatureFile = "manifest.jws";
/** Below it the documents are, by their ids; what they are, `document` of `patient.json` says. */
export const documentFolder = "documents/";

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
 * @throws with what is wrong, in one sentence
 */
export async function verifyArchive(archive: Uint8Array, keys: readonly PublicSignatureKey[]): Promise<Manifest> {
  const files = new Map(Object.entries(opened(archive)));
  const signed = files.get(manifestFile);
  const signature = files.get(signatureFile);
  if (!signed || !signature) throw new Error("This is no export: it has no signed manifest.");
  if (!(await verifyDetached(signed, Buffer.from(signature).toString(), keys)))
    throw new Error("The signature does not hold: the manifest was altered, or signed by somebody else.");
  const said = parseManifest(Buffer.from(signed).toString());
  for (const { path, sha256 } of said.files) {
    const file = files.get(path);
    if (!file) throw new Error(`${path} is missing.`);
    if (createHash("sha256").update(file).digest("hex") !== sha256) throw new Error(`${path} was altered.`);
    files.delete(path);
  }
  const unknown = [...files.keys()].filter((path) => path !== manifestFile && path !== signatureFile);
  if (unknown.length > 0) throw new Error(`${unknown.join(", ")} was added.`);
  return said;
}

function opened(archive: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(archive);
  } catch (cause) {
    throw new Error("This is no archive, or it is damaged.", { cause });
  }
}
