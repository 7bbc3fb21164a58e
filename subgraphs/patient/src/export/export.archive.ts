import { createHash } from "node:crypto";
import { anyRecordOf, signDetached } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Zip, ZipDeflate } from "fflate";
import { DocumentRow } from "../document/document.entity.ts";
import { fileOf, readKept } from "../document/document.files.ts";
import { DocumentState } from "../document/document.state.ts";
import { documentFolder, manifestFile, parseManifest, signatureFile, signaturePurpose } from "./export.verification.ts";
import type { PatientExportRow } from "./patient-export.entity.ts";
import { PatientExportPartRow } from "./patient-export-part.entity.ts";

/** The shape of manifest and files: another one when who reads the old would misread the new. */
const schemaVersion = 1;

type Rows = Record<string, unknown>[];

/** What the subgraphs told, one file for each, the same however often they are made. */
async function toldFiles(em: EntityManager, exportId: string): Promise<Map<string, Buffer>> {
  const parts = await em
    .fork()
    .find(PatientExportPartRow, { exportId } as never, { orderBy: { subgraph: "asc", position: "asc" } });
  const files = [...Map.groupBy(parts, ({ subgraph }) => subgraph)].map(([subgraph, some]) => {
    const tables: Record<string, Rows> = {};
    for (const { content } of some) {
      const { table, rows } = JSON.parse(String(content)) as { table: string; rows: Rows };
      if (table !== "") tables[table] = [...(tables[table] ?? []), ...rows];
    }
    return [`${subgraph}.json`, Buffer.from(`${JSON.stringify({ subgraph, tables }, null, 2)}\n`)] as const;
  });
  return new Map(files);
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
  const told = [...(await toldFiles(em, row.id))].map(([path, bytes]) => ({
    path,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
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

/** The archive of an export that is ready, piece by piece as it is asked for: documents are never in memory as a whole. */
export async function* archiveOf(em: EntityManager, row: PatientExportRow): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const archive = new Zip((error, piece) => {
    if (error) throw error;
    made.push(piece);
  });
  for await (const [path, bytes] of filesOf(em, row)) {
    const file = new ZipDeflate(path);
    archive.add(file);
    for await (const piece of bytes) {
      file.push(piece);
      yield* made.splice(0);
    }
    file.push(new Uint8Array(), true);
    yield* made.splice(0);
  }
  archive.end();
  yield* made.splice(0);
}

type NamedFile = readonly [path: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>];

async function* filesOf(em: EntityManager, row: PatientExportRow): AsyncGenerator<NamedFile> {
  const manifest = String(row.manifest);
  yield [manifestFile, piecesOf(Buffer.from(manifest))];
  yield [signatureFile, piecesOf(Buffer.from(String(row.signature)))];
  for (const [path, bytes] of await toldFiles(em, row.id)) yield [path, piecesOf(bytes)];
  const signed = new Set(parseManifest(manifest).files.map(({ path }) => path));
  for (const document of await documentsOf(em, row)) {
    const path = `${documentFolder}${document.id}`;
    if (!signed.has(path)) continue;
    const bytes = await readKept(document, fileOf(String(document.fileId)));
    if (!bytes) throw new Error("The file of a document is not in the store.");
    yield [path, bytes];
  }
}

const pieceSize = 65_536;

/** `bytes` in pieces, between which others have their turn. */
function* piecesOf(bytes: Buffer): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize);
}
