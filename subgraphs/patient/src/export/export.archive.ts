import { createHash } from "node:crypto";
import { anyRecordOf, signDetached } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { DocumentRow } from "../document/document.entity.ts";
import { fileOf, readKept } from "../document/document.files.ts";
import { DocumentState } from "../document/document.state.ts";
import { documentFolder, manifestFile, parseManifest, signatureFile, signaturePurpose } from "./export.verification.ts";
import type { PatientExportRow } from "./patient-export.entity.ts";
import { PatientExportPartRow } from "./patient-export-part.entity.ts";
import { type ToldPage, toldText } from "./told.text.ts";
import { type ArchivedFile, zipOf } from "./zip.writer.ts";

/** The shape of manifest and files: another one when who reads the old would misread the new. */
const schemaVersion = 1;

const pieceSize = 65_536;

interface ToldFile {
  readonly path: string;
  /** Page by page, the same however often they are read. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What the subgraphs told, one file for each. */
function toldFiles(em: EntityManager, row: PatientExportRow): ToldFile[] {
  return [...row.gathered].sort().map((subgraph) => ({
    path: `${subgraph}.json`,
    bytes: inPieces(toldText(subgraph, pagesOf(em, row.id, subgraph))),
  }));
}

async function* pagesOf(em: EntityManager, exportId: string, subgraph: string): AsyncGenerator<ToldPage> {
  for (let position = 0; ; position += 1) {
    const part = await em.fork().findOne(PatientExportPartRow, { exportId, subgraph, position } as never);
    if (!part) return;
    yield JSON.parse(String(part.content)) as ToldPage;
  }
}

async function* inPieces(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting = "";
  for await (const some of text) {
    waiting += some;
    if (waiting.length < pieceSize) continue;
    yield Buffer.from(waiting);
    waiting = "";
  }
  if (waiting !== "") yield Buffer.from(waiting);
}

/** The patient's documents whose files there are, archived ones too. */
async function documentsOf(em: EntityManager, row: PatientExportRow): Promise<DocumentRow[]> {
  const patientId = anyRecordOf(row.organizationId, [String(row.patientId)]);
  return em
    .fork()
    .find(DocumentRow, { patientId, state: DocumentState.AVAILABLE } as never, { orderBy: { id: "asc" } });
}

/** What is in an export, and who asked for it when; signed. */
export async function signedManifest(
  em: EntityManager,
  row: PatientExportRow,
): Promise<{ readonly manifest: string; readonly signature: string }> {
  const told: { path: string; bytes: number; sha256: string }[] = [];
  for (const { path, bytes } of toldFiles(em, row)) {
    const hash = createHash("sha256");
    let size = 0;
    for await (const piece of bytes) {
      hash.update(piece);
      size += piece.length;
    }
    told.push({ path, bytes: size, sha256: hash.digest("hex") });
  }
  const documents = (await documentsOf(em, row)).map(({ id, size, sha256 }) => ({
    path: `${documentFolder}${id}`,
    bytes: size,
    sha256,
  }));
  const manifest = JSON.stringify(
    {
      schemaVersion,
      exportId: row.id,
      organizationId: row.organizationId,
      patientId: row.patientId,
      requestedBy: row.requestedBy,
      requestedAt: row.createdAt,
      preparedAt: new Date(),
      subgraphs: [...row.gathered].sort(),
      files: [...told, ...documents],
    },
    null,
    2,
  );
  return { manifest, signature: await signDetached(Buffer.from(manifest), signaturePurpose) };
}

/** The archive of an export that is ready, piece by piece as it is asked for: no file of it is in memory as a whole. */
export function archiveOf(em: EntityManager, row: PatientExportRow): AsyncGenerator<Uint8Array> {
  return zipOf(filesOf(em, row));
}

async function* filesOf(em: EntityManager, row: PatientExportRow): AsyncGenerator<ArchivedFile> {
  const manifest = String(row.manifest);
  const toSign = { [manifestFile]: manifest, [signatureFile]: String(row.signature) };
  for (const [path, text] of Object.entries(toSign)) yield { path, bytes: whole(text), isCompressed: false };
  const unsent = new Map(parseManifest(manifest).files.map(({ path, sha256 }) => [path, sha256]));
  const signed = (path: string, bytes: AsyncIterable<Uint8Array>, isCompressed: boolean): ArchivedFile => {
    const sha256 = unsent.get(path);
    unsent.delete(path);
    return { path, bytes: asSigned(bytes, sha256), isCompressed };
  };
  for (const { path, bytes } of toldFiles(em, row)) yield signed(path, bytes, false);
  for (const document of await documentsOf(em, row)) {
    const path = `${documentFolder}${document.id}`;
    if (!unsent.has(path)) continue;
    const bytes = await readKept(document, fileOf(String(document.fileId)));
    if (!bytes) throw new Error("The file of a document is not in the store.");
    yield signed(path, bytes, !document.contentType.startsWith("text/"));
  }
  // An archive that ends well has everything.
  if (unsent.size > 0) throw new Error("An export lacks what was signed.");
}

/** Breaks off when bytes are not those that were signed, as when an export is taken away while it is fetched. */
async function* asSigned(bytes: AsyncIterable<Uint8Array>, sha256: string | undefined): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== sha256) throw new Error("An export does not hold what was signed.");
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
