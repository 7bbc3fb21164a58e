import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { Role } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";

export const organizationId = "0199a000-0000-7000-8000-000000000001";
export const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
export const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
export const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.NURSE] };

export const text = Buffer.from("Blood pressure 120/80, told in confidence.\n");
export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");

/** A PNG of one colour, written by hand. */
export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8);
  const row = Buffer.alloc(1 + Math.ceil(width / 8));
  const lines = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(lines)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

export interface Upload {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** The fields of a document that tests look at. */
export const fields = `id name category contentType size state rejection scan version archivedAt archiveReason
  upload { url method headers { name value } expiresAt } download { url expiresAt } thumbnail { url }
  appointment { id }`;

/** A patient whom nobody has seen before. */
export async function registerPatient(patients: TestSubgraph): Promise<string> {
  const input = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29" };
  const { data } = await patients.query(
    staff,
    "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } } }",
    { input },
  );
  return data.registerPatient.patient.id;
}

/** Gives a command about documents. */
export async function command(patients: TestSubgraph, name: string, input: object, viewer: TestViewer = nurse) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await patients.query(
    viewer,
    `mutation ($input: ${type}!) { ${name}(input: $input) { document { ${fields} } userErrors { code field } } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name];
}

export const announce = (patients: TestSubgraph, input: object, viewer?: TestViewer) =>
  command(
    patients,
    "requestDocumentUpload",
    { category: "CLINICAL", name: `File ${randomUUID().slice(0, 4)}.txt`, contentType: "text/plain", ...input },
    viewer,
  );

/** What a link leads to, at the port of the subgraph itself. */
export function at(patients: TestSubgraph, url: string): string {
  const { pathname } = new URL(url);
  return `${patients.url}${pathname}`;
}

export async function send(patients: TestSubgraph, upload: Upload, bytes: Uint8Array): Promise<Response> {
  const headers = Object.fromEntries(upload.headers.map(({ name, value }) => [name, value]));
  // The store's own address is used as it is.
  const url = new URL(upload.url).pathname.startsWith("/files/") ? at(patients, upload.url) : upload.url;
  return fetch(url, { method: upload.method, headers, body: bytes });
}

/** A file that was announced and sent. */
export async function sent(patients: TestSubgraph, bytes: Uint8Array, input: object, viewer?: TestViewer) {
  const { document, userErrors } = await announce(patients, { size: bytes.length, ...input }, viewer);
  if (!document) throw new Error(JSON.stringify(userErrors));
  const { status } = await send(patients, document.upload, bytes);
  if (status >= 300) throw new Error(`The file was answered with ${status}.`);
  return document;
}

export const complete = (patients: TestSubgraph, id: string, viewer?: TestViewer) =>
  command(patients, "completeDocumentUpload", { id }, viewer);

/** A file that was announced, sent and completed. */
export async function attach(patients: TestSubgraph, bytes: Uint8Array, input: object, viewer?: TestViewer) {
  const { id } = await sent(patients, bytes, input, viewer);
  return (await complete(patients, id, viewer)).document;
}

export async function read(patients: TestSubgraph, id: string, viewer: TestViewer = nurse) {
  const { data } = await patients.query(viewer, `query ($id: ID!) { document(id: $id) { ${fields} } }`, { id });
  return data.document;
}

export const sql = (patients: TestSubgraph, statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

/** What a refused command answers. */
export const refused = (code: string, field: string) => ({ document: null, userErrors: [{ code, field: [field] }] });

/** The folder in which files are kept. */
export const filesFolder = (patients: TestSubgraph) =>
  join(process.env.TMPDIR ?? "/tmp", `careconnect-files-${new URL(patients.database.url).pathname.slice(1)}`);

/** What lies below the folder of files. */
export async function storedFiles(patients: TestSubgraph, area = ""): Promise<string[]> {
  const folder = filesFolder(patients);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.startsWith(join(folder, area)));
}
