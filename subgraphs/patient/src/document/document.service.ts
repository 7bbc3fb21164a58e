import {
  assertMay,
  type Connection,
  connectionBelow,
  type FileLink,
  fileLinkTime,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { checkSoon } from "./document.check.ts";
import { DocumentRow } from "./document.entity.ts";
import { uploadOf } from "./document.files.ts";
import { documentById, pictureByPatient } from "./document.loader.ts";
import { readableDocuments, readDocuments } from "./document.policy.ts";
import { documentSettings } from "./document.settings.ts";
import { DocumentState } from "./document.state.ts";
import type { DocumentFilter, DocumentUpload } from "./document.type.ts";
import { type LinkUse, linkTo } from "./file.link.ts";

/** One document; null when there is none or the viewer may not see it. */
export async function readDocument(context: RequestContext, id: string): Promise<DocumentRow | null> {
  assertMay(context, readDocuments);
  return documentById(context).load(knownUuid(id));
}

/** One document, as it is now: what the request has read of it before is forgotten. */
export async function rereadDocument(context: RequestContext, id: string): Promise<DocumentRow | null> {
  assertMay(context, readDocuments);
  documentById(context).clear(id);
  return documentById(context).load(id);
}

/** Checks a document's file, if it is to be checked, and tells how it stands then. */
export async function readChecked(context: RequestContext, id: string): Promise<DocumentRow | null> {
  const document = await rereadDocument(context, id);
  if (document?.state !== DocumentState.QUARANTINED) return document;
  await checkSoon(context, document.id);
  return rereadDocument(context, id);
}

/** The documents below a patient or a visit that have arrived, the latest first; null for who may see none at all. */
export function listDocuments(
  context: RequestContext,
  parent: { readonly key: "currentPatientId" | "appointmentId"; readonly id: string },
  page: PageArgs,
  filter: DocumentFilter | null | undefined,
): Connection<DocumentRow> | null {
  const within = readableDocuments(context.viewer);
  if (within === null) return null;
  const { category, archived } = filter ?? {};
  const shown = {
    state: { $in: [DocumentState.QUARANTINED, DocumentState.UNSCANNABLE, DocumentState.AVAILABLE] },
    ...(category && { category }),
    archivedAt: archived ? { $ne: null } : null,
  };
  return connectionBelow(context, DocumentRow, parent, {
    name: `documents.${parent.key}.${category ?? "all"}.${archived ? "archived" : "current"}`,
    where: { $and: [shown, within] },
    orderBy: latestFirst,
    page,
    audit: { action: "document.list", entityType: "Document" },
  });
}

const latestFirst: OrderBy<DocumentRow> = [
  ["createdAt", "desc"],
  ["id", "desc"],
];

/** The picture of a patient; null when there is none or the viewer may see none at all. */
export async function readPicture(context: RequestContext, patientId: string): Promise<DocumentRow | null> {
  if (readableDocuments(context.viewer) === null) return null;
  return pictureByPatient(context).load(patientId);
}

/** A link to a document's file or thumbnail, noted in the audit trail; null when there is no such file to read. */
export function linkToFile(
  context: RequestContext,
  row: DocumentRow,
  use: Exclude<LinkUse, "upload">,
): FileLink | null {
  if (row.state !== DocumentState.AVAILABLE || (use === "thumbnail" && !row.hasThumbnail)) return null;
  const records = [{ id: row.id, patientId: String(row.patientId) }];
  context.audit.read({ action: "document.link", entityType: "Document", records });
  const expiresAt = new Date(Date.now() + fileLinkTime);
  return { url: linkTo(use, row.id, context, expiresAt), expiresAt };
}

/** Where a document's file is sent, for whoever announced it; null when none is awaited. */
export async function uploadTo(context: RequestContext, row: DocumentRow): Promise<DocumentUpload | null> {
  if (
    row.state !== DocumentState.AWAITING_UPLOAD ||
    row.addedBy !== context.viewer.userId ||
    row.uploadEndsAt <= new Date()
  )
    return null;
  const { contentType, size, uploadEndsAt: expiresAt } = row;
  const { signUpload } = documentSettings().store;
  const { url, method, headers } = signUpload
    ? await signUpload(uploadOf(row), { contentType, size, sha256: row.sha256 ?? undefined, expiresAt })
    : {
        url: linkTo("upload", row.id, context, expiresAt),
        method: "PUT",
        headers: { "content-type": contentType, "content-length": String(size) },
      };
  return { url, method, headers: Object.entries(headers).map(([name, value]) => ({ name, value })), expiresAt };
}
