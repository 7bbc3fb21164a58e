import { createHash } from "node:crypto";
import {
  type CommandContext,
  describeFault,
  keepAfterAll,
  type RequestContext,
  removeLater,
  runCommand,
  sleep,
  systemContext,
  type UnitOfWork,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";
import { PatientRow } from "../patient/patient.entity.ts";
import { isOfType } from "./content.type.ts";
import { DocumentCategory } from "./document.category.ts";
import { DocumentRow } from "./document.entity.ts";
import { documentChanged } from "./document.events.ts";
import {
  checkedFiles,
  fileOf,
  keep,
  readUpload,
  removePromptly,
  removeUpload,
  thumbnailOf,
  uploadedSize,
} from "./document.files.ts";
import { documentSettings } from "./document.settings.ts";
import { DocumentRejection, DocumentScan, DocumentState, stateAfter } from "./document.state.ts";
import { giveRoomBack } from "./document.usage.ts";
import { oneOfFew } from "./few.at.once.ts";
import { ImageRefused, makeThumbnail } from "./thumbnail.ts";

/** By then whoever checks a file is done, or has failed and somebody else may, in milliseconds. */
const lease = 120_000;
/** By then whatever was on its way to the store when that time was over has arrived, or never will, in milliseconds. */
const arrival = 600_000;
/** After so long a file is checked again for which the scanner was not there, then after twice as long, up to the longest. */
const scannerPause = 30_000;
const longestScannerPause = 15 * 60_000;
/** So often the scanner is asked, which takes two hours; then somebody has to say that it is there again. */
const scannerPatience = 12;
/** How long a request waits for a check that goes on without it. */
const requestPatience = 8_000;

const checking = { action: "document.check", entityType: "Document" };

/**
 * Takes a document that is due to be checked: until its time is over nobody else does. What the check is going to keep is
 * written down to be removed, which its end takes back, so that a check that never ends leaves nothing behind.
 * @returns null when there is none, or somebody else has taken it
 */
export async function claim(
  context: CommandContext,
  which: { readonly id?: string } = {},
): Promise<DocumentRow | null> {
  return runCommand(context, checking, async (unit) => {
    const now = new Date();
    const row = await unit.em.findOne(
      DocumentRow,
      { ...which, state: DocumentState.QUARANTINED, checkAt: { $lte: now } },
      {
        orderBy: { checkAt: "asc" },
        // One that is asked for is waited for, also when its patient is locked by what somebody does to another document.
        lockMode: which.id === undefined ? LockMode.PESSIMISTIC_PARTIAL_WRITE : LockMode.PESSIMISTIC_WRITE,
      },
    );
    if (!row) return null;
    const [fileId, endsAt] = [uuidv7(), now.getTime() + lease];
    unit.em.assign(row, { checkAt: new Date(endsAt), fileId });
    removeLater(unit.em, checkedFiles(fileId), new Date(endsAt + arrival));
    return row;
  });
}

/** What came of looking into a file. */
type Verdict =
  | { readonly kind: "kept"; readonly scan: DocumentScan; readonly sha256: string; readonly hasThumbnail: boolean }
  | { readonly kind: "rejected"; readonly rejection: DocumentRejection }
  | { readonly kind: "unscanned" }
  /** Its time was over before anything was kept: somebody else is at it, or will be. */
  | { readonly kind: "late" };

/** Checks a document at once, unless somebody else is at it; the request goes on when that takes too long. */
export async function checkSoon({ em, correlationId, log }: RequestContext, id: string): Promise<void> {
  const waiting = new AbortController();
  const checked = checkOne(systemContext(em, correlationId), id).catch((error: unknown) => {
    log.warn({ fault: describeFault(error) }, "a document could not be checked; it is tried again");
  });
  await Promise.race([checked.finally(() => waiting.abort()), sleep(requestPatience, waiting.signal)]);
}

async function checkOne(context: CommandContext, id: string): Promise<void> {
  const row = await claim(context, { id });
  if (row) await check(context, row);
}

/** Looks into the file of a document that was claimed, and writes what came of it, unless somebody else has by then. */
export async function check(context: CommandContext, row: DocumentRow): Promise<void> {
  const verdict = await oneOfFew(() => examine(row));
  if (verdict.kind === "late") return;
  await runCommand(context, checking, async (unit) => {
    const current = await unit.em.findOne(DocumentRow, { id: row.id }, locked);
    if (current?.state !== DocumentState.QUARANTINED || current.fileId !== row.fileId) return;
    const files = checkedFiles(String(row.fileId));
    if (!(await keepAfterAll(unit.em, files)) && verdict.kind === "kept") return removeLater(unit.em, files);
    if (verdict.kind === "unscanned") {
      current.scanAttempts += 1;
      if (current.scanAttempts < scannerPatience) {
        current.checkAt = new Date(Date.now() + pauseAfter(current.scanAttempts));
        return;
      }
    }
    current.checkAt = null;
    if (verdict.kind === "kept") {
      if (current.category === DocumentCategory.PICTURE) await makeWay(unit, String(current.patientId));
      const { scan, sha256, hasThumbnail } = verdict;
      unit.em.assign(current, { state: stateAfter("accept", current.state), scan, sha256, hasThumbnail });
    } else if (verdict.kind === "unscanned") {
      unit.em.assign(current, { state: stateAfter("giveUp", current.state), fileId: null });
    } else {
      const state = stateAfter("reject", current.state);
      unit.em.assign(current, { state, rejection: verdict.rejection, fileId: null });
      await giveRoomBack(unit.em, current.size);
    }
    if (verdict.kind !== "unscanned") removeUpload(unit.em, current);
    unit.touch(current.id, String(current.patientId));
    unit.emit(() => documentChanged(current));
  });
  await removePromptly(context);
}

/** Archives the picture that a patient has, in the transaction that gives them another one. */
async function makeWay(unit: UnitOfWork, patientId: string): Promise<void> {
  // Of two new ones that come at once, the second replaces the first.
  await unit.em.findOneOrFail(PatientRow, { id: patientId }, locked);
  const { PICTURE: category } = DocumentCategory;
  const held = { patientId, category, state: DocumentState.AVAILABLE, archivedAt: null };
  for (const row of await unit.em.find(DocumentRow, held, locked)) {
    unit.em.assign(row, { archivedAt: new Date(), archiveReason: "Another picture has replaced it." });
    unit.touch(row.id, patientId);
    unit.emit(() => documentChanged(row));
  }
  // Before there is another one: the database allows one at a time.
  await unit.em.flush();
}

const locked = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

function pauseAfter(attempts: number): number {
  return Math.min(scannerPause * 2 ** (attempts - 1), longestScannerPause);
}

/** The bytes are kept only when nothing is wrong with them. */
async function examine(row: DocumentRow): Promise<Verdict> {
  const { scanner } = documentSettings();
  const size = await uploadedSize(row);
  if (size === null) return rejected(DocumentRejection.LOST);
  // Before anything is read: what somebody sends past us may be of any size.
  if (size !== row.size) return rejected(DocumentRejection.SIZE_MISMATCH);
  const bytes = await bytesOf(row);
  if (!bytes) return rejected(DocumentRejection.LOST);
  if (bytes.length !== row.size) return rejected(DocumentRejection.SIZE_MISMATCH);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (row.sha256 && row.sha256 !== sha256) return rejected(DocumentRejection.CHECKSUM_MISMATCH);
  if (!(await isOfType(row.contentType, bytes))) return rejected(DocumentRejection.TYPE_MISMATCH);
  try {
    if (scanner && !(await scanner.isClean(bytes))) return rejected(DocumentRejection.INFECTED);
  } catch {
    // It is not known: it waits for the scanner, and nobody reads it meanwhile.
    return { kind: "unscanned" };
  }
  try {
    const thumbnail = await makeThumbnail(row.contentType, bytes);
    if (Number(row.checkAt) <= Date.now()) return { kind: "late" };
    await keep(row, fileOf(String(row.fileId)), once(bytes), bytes.length);
    if (thumbnail) await keep(row, thumbnailOf(String(row.fileId)), once(thumbnail), thumbnail.length);
    const scan = scanner ? DocumentScan.CLEAN : DocumentScan.NOT_SCANNED;
    return { kind: "kept", scan, sha256, hasThumbnail: thumbnail !== null };
  } catch (error) {
    if (error instanceof ImageRefused) return rejected(error.rejection);
    throw error;
  }
}

const rejected = (rejection: DocumentRejection): Verdict => ({ kind: "rejected", rejection });

async function bytesOf(row: DocumentRow): Promise<Uint8Array | null> {
  const upload = await readUpload(row);
  if (!upload) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of upload) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
