import {
  type CommandContext,
  inEachOrganization,
  type RecurringTask,
  recordsOf,
  runCommand,
  type SubjectPage,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { organizationsWithExpired, organizationsWithExports } from "./due.query.ts";
import { signedManifest } from "./export.archive.ts";
import { exportChanged } from "./export.events.ts";
import { expireExport } from "./export.expiry.ts";
import { exportSettings } from "./export.settings.ts";
import { askSource, GatheringFault } from "./export.source.ts";
import { beforeExport, ExportFailure, ExportStatus, exportAfter } from "./export.state.ts";
import { PatientExportRow } from "./patient-export.entity.ts";
import { PatientExportPartRow } from "./patient-export-part.entity.ts";

/** For so long nobody else takes on what somebody works on and says nothing of, in milliseconds: longer than a page takes. */
const lease = 30_000;
/** A subgraph that did not answer is asked again after it, in milliseconds. */
const pause = 5_000;
/** For so long an export can be fetched, in milliseconds. */
const kept = 7 * 24 * 3_600_000;

const gathering = { action: "patient.export", entityType: "PatientExport" };

/** Gathers what exports are of. Killed, it is gone on with where it was, as long as the token of whoever asked is good. */
export const exportTask: RecurringTask = {
  name: "patient-exports",
  everySeconds: 2,
  async run(services) {
    const organizationIds = await organizationsWithExports(services.orm, new Date());
    await inEachOrganization(services, "patient-exports", organizationIds, (context) =>
      gatherNext(context, services.signal),
    );
  },
};

/** Removes what was gathered when its time is over. */
export const exportExpiryTask: RecurringTask = {
  name: "patient-export-expiry",
  everySeconds: 600,
  async run(services) {
    const organizationIds = await organizationsWithExpired(services.orm, new Date());
    await inEachOrganization(services, "patient-export-expiry", organizationIds, expireNext);
  },
};

/** @returns whether there may be more */
async function gatherNext(context: CommandContext, signal: AbortSignal): Promise<boolean> {
  const row = await takeOn(context);
  if (!row) return false;
  try {
    if (exportSettings().sources.size === 0) throw new GatheringFault(ExportFailure.SERVICE_UNAVAILABLE);
    let size = 0;
    for (const [subgraph, url] of exportSettings().sources) {
      size = await gatherFrom(context, row, { subgraph, url, size, signal });
      if (signal.aborted) return false;
    }
    await finish(context, row);
  } catch (error) {
    if (error instanceof TakenOver) return true;
    const isTold = error instanceof GatheringFault;
    await giveUpOrWait(context, row, isTold ? error.failure : ExportFailure.SERVICE_UNAVAILABLE);
    if (!isTold) throw error;
  }
  return true;
}

/** The next export that nobody works on: from now on we do. */
async function takeOn({ em }: CommandContext): Promise<PatientExportRow | null> {
  return em.fork().transactional(async (transaction) => {
    const row = await transaction.findOne(
      PatientExportRow,
      {
        status: { $in: [...beforeExport("gather")] },
        $or: [{ leasedUntil: null }, { leasedUntil: { $lte: new Date() } }],
      },
      { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    if (!row) return null;
    row.status = exportAfter("gather", row.status);
    row.attempt += 1;
    row.leasedUntil = new Date(Date.now() + lease);
    return row;
  });
}

interface Source {
  readonly subgraph: string;
  readonly url: string;
  /** How much is there already. */
  readonly size: number;
  readonly signal: AbortSignal;
}

/** Asks one subgraph until it has told everything, from where it was left. @returns how much is there then */
async function gatherFrom(context: CommandContext, row: PatientExportRow, source: Source): Promise<number> {
  const { subgraph, url, signal } = source;
  const parts = await context.em
    .fork()
    .find(PatientExportPartRow, { exportId: row.id, subgraph } as never, { orderBy: { position: "asc" } });
  let size = parts.reduce((sum, { content }) => sum + String(content).length, source.size);
  let from = parts.at(-1)?.next ?? null;
  if (parts.length > 0 && from === null) return size;
  for (let position = parts.length; !signal.aborted; position += 1) {
    const patientId = String(row.patientId);
    const records = (await recordsOf(context.em.fork(), [patientId])).get(patientId) ?? [patientId];
    const page = await askSource(url, {
      ...{ authorization: String(row.accessToken), correlationId: context.correlationId },
      ...{ patientId, records, from },
    });
    const { next, ...content } = page;
    const text = JSON.stringify(content);
    size += text.length;
    if (size > exportSettings().largest) throw new GatheringFault(ExportFailure.TOO_LARGE);
    await keepPart(context, row, { subgraph, position, content: text, next });
    if (next === null) return size;
    from = next;
  }
  return size;
}

type Part = Pick<PatientExportPartRow, "subgraph" | "position" | "content"> & Pick<SubjectPage, "next">;

async function keepPart({ em }: CommandContext, row: PatientExportRow, part: Part): Promise<void> {
  await em.fork().transactional(async (transaction) => {
    const held = await stillOurs(transaction.findOne(PatientExportRow, ours(row), locked));
    transaction.create(PatientExportPartRow, { ...part, exportId: row.id } as never);
    held.leasedUntil = new Date(Date.now() + lease);
    if (part.next === null) held.gathered = [...held.gathered, part.subgraph];
  });
}

async function finish(context: CommandContext, row: PatientExportRow): Promise<void> {
  await runCommand(context, gathering, async (unit) => {
    const held = await stillOurs(unit.em.findOne(PatientExportRow, ours(row), locked));
    Object.assign(held, await signedManifest(unit.em, held), {
      status: exportAfter("finish", held.status),
      expiresAt: new Date(Date.now() + kept),
      accessToken: null,
      leasedUntil: null,
    });
    unit.touch(held.id, String(held.patientId));
    unit.emit(() => exportChanged(held));
  });
}

/** Who did not answer is asked again, as long as the token is good; nothing else gets better by waiting. */
async function giveUpOrWait(context: CommandContext, row: PatientExportRow, failure: ExportFailure): Promise<void> {
  const nextAt = new Date(Date.now() + pause);
  const waits = failure === ExportFailure.SERVICE_UNAVAILABLE && nextAt < row.accessEndsAt;
  await runCommand(context, gathering, async (unit) => {
    const held = await unit.em.findOne(PatientExportRow, ours(row), locked);
    if (!held) return;
    held.leasedUntil = nextAt;
    if (waits) return;
    await unit.em.nativeDelete(PatientExportPartRow, { exportId: held.id } as never);
    Object.assign(held, { status: exportAfter("fail", held.status), failure, accessToken: null, leasedUntil: null });
    unit.touch(held.id, String(held.patientId));
    unit.emit(() => exportChanged(held));
  });
}

/** @returns whether there may be more */
async function expireNext(context: CommandContext): Promise<boolean> {
  return runCommand(context, { action: "patient.export.expire", entityType: "PatientExport" }, async (unit) => {
    const row = await unit.em.findOne(
      PatientExportRow,
      { status: ExportStatus.READY, expiresAt: { $lte: new Date() } },
      { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    if (!row) return false;
    await expireExport(unit, row);
    unit.touch(row.id, String(row.patientId));
    return true;
  });
}

/** Somebody else took it on meanwhile, since we had said nothing for too long, or it was taken away. */
class TakenOver extends Error {
  override readonly name = "TakenOver";
}

const locked = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

function ours({ id, attempt }: PatientExportRow) {
  return { id, attempt, status: { $in: [...beforeExport("finish")] } };
}

async function stillOurs(found: Promise<PatientExportRow | null>): Promise<PatientExportRow> {
  const row = await found;
  if (!row) throw new TakenOver("Somebody else works on this export.");
  return row;
}
