import {
  CommandRefusal,
  type CommandUnit,
  defineCommand,
  invalid,
  knownUuid,
  newFileKey,
  notFound,
  type Rule,
  reachOf,
  requireVersion,
  type Viewer,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ofPatient, patientOfEntry } from "../history/history.commands.ts";
import { requireVisit } from "../history/visit.of.patient.ts";
import { lineOfText } from "../patient/patient.schema.ts";
import { DocumentRow } from "./document.entity.ts";
import {
  documentLimit,
  fileTooLarge,
  storageFull,
  uploadLimitOfPatient,
  uploadLimitOfUser,
  uploadMissing,
} from "./document.errors.ts";
import { documentChanged } from "./document.events.ts";
import { uploadedSize } from "./document.files.ts";
import {
  addClinicalDocuments,
  addDocuments,
  archiveClinicalDocuments,
  archiveDocuments,
  documentsWithin,
  ruleToAdd,
} from "./document.policy.ts";
import { announcedFile } from "./document.schema.ts";
import { documentSettings } from "./document.settings.ts";
import { DocumentState, stateAfter, takingRoom } from "./document.state.ts";
import { takeRoom } from "./document.usage.ts";

/** How long a file is taken, in milliseconds. */
const uploadTime = 10 * 60_000;

export const requestDocumentUpload = defineCommand({
  name: "requestDocumentUpload",
  rule: addDocuments,
  entityType: "Document",
  schema: announcedFile,
  async run(unit, { patientId: named, appointmentId, ...file }, { viewer }) {
    const { fileBytes, patientDocuments, patientUploads, userUploads, organizationBytes } = documentSettings();
    const reach = reachOf(viewer, ruleToAdd(file.category));
    if (reach.length === 0) throw invalid(["category"], "Documents of this category are not yours to add.");
    const patientId = await patientOfEntry(unit, named, reach);
    const visitId = appointmentId ? await requireVisit(unit, appointmentId, patientId) : null;
    if (file.size > fileBytes) throw fileTooLarge(fileBytes);
    const count = (where: object) => unit.em.count(DocumentRow, where);
    const documents = ofPatient(unit.em, patientId);
    if ((await count({ ...documents, state: { $in: [...takingRoom] } })) >= patientDocuments)
      throw documentLimit(patientDocuments);
    const awaited = { state: DocumentState.AWAITING_UPLOAD };
    if ((await count({ ...documents, ...awaited })) >= patientUploads) throw uploadLimitOfPatient(patientUploads);
    if (!(await takeRoom(unit.em, file.size, organizationBytes))) throw storageFull();
    // Whoever takes room has it alone until the command ends: of two that one person announces the second sees the first.
    if ((await count({ ...awaited, addedBy: viewer.userId })) >= userUploads) throw uploadLimitOfUser(userUploads);
    const document = unit.em.create(DocumentRow, {
      ...file,
      patientId,
      appointmentId: visitId,
      fileKey: newFileKey(),
      state: DocumentState.AWAITING_UPLOAD,
      addedBy: viewer.userId,
      uploadEndsAt: new Date(Date.now() + uploadTime),
    } as never);
    unit.emit(() => documentChanged(document));
    return document.id;
  },
});

export const completeDocumentUpload = defineCommand({
  name: "completeDocumentUpload",
  rule: addDocuments,
  entityType: "Document",
  schema: z.object({ id: z.string() }),
  async run(unit, { id }, { viewer }) {
    // The store is asked while nothing is locked.
    const known = await findDocument(unit, id, viewer, addDocuments, addClinicalDocuments);
    const hasArrived = known.state !== DocumentState.AWAITING_UPLOAD || (await uploadedSize(known)) !== null;
    const document = await lockDocument(unit, known);
    if (isUnderWay(document)) return document.id;
    const state = stateAfter("complete", document.state);
    if (!hasArrived) throw uploadMissing();
    unit.em.assign(document, { state, checkAt: new Date(), scanAttempts: 0 });
    unit.emit(() => documentChanged(document));
    return document.id;
  },
});

/** Whoever completes it again is told how it stands. */
function isUnderWay({ state }: DocumentRow): boolean {
  return [DocumentState.QUARANTINED, DocumentState.AVAILABLE, DocumentState.REJECTED].includes(state);
}

export const archiveDocument = defineCommand({
  name: "archiveDocument",
  rule: archiveDocuments,
  entityType: "Document",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), reason: lineOfText(500) }),
  async run(unit, { id, expectedVersion, reason }, { viewer }) {
    const known = await findDocument(unit, id, viewer, archiveDocuments, archiveClinicalDocuments);
    const document = await lockDocument(unit, known);
    requireVersion(document, expectedVersion ?? undefined);
    if (document.archivedAt) throw archivedAlready();
    if (document.state !== DocumentState.AVAILABLE) throw notAvailable(document.state);
    unit.em.assign(document, { archivedAt: new Date(), archiveReason: reason });
    unit.emit(() => documentChanged(document));
    return document.id;
  },
});

function archivedAlready(): CommandRefusal {
  return new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This document is archived already.");
}

function notAvailable(state: DocumentState): CommandRefusal {
  const message = `This document is ${state}; this can only be done while it is ${DocumentState.AVAILABLE}.`;
  return new CommandRefusal("ILLEGAL_TRANSITION", ["id"], message);
}

async function findDocument(
  { em, touch }: CommandUnit,
  id: string,
  viewer: Viewer,
  all: Rule,
  clinical: Rule,
): Promise<DocumentRow> {
  const within = documentsWithin(viewer, all, clinical) ?? { id: null };
  const document = await em.findOne(DocumentRow, { $and: [{ id: knownUuid(id) }, within] });
  if (!document) throw notFound("id");
  touch(document.id, String(document.patientId));
  return document;
}

/** As it is now, until the command ends. */
async function lockDocument({ em }: CommandUnit, document: DocumentRow): Promise<DocumentRow> {
  return em.refreshOrFail(document, { lockMode: LockMode.PESSIMISTIC_WRITE });
}
