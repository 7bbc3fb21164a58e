import {
  CommandRefusal,
  type CommandUnit,
  defineCommand,
  invalid,
  knownUuid,
  notFound,
  recordsOf,
  requireStanding,
  requireVersion,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { expireExports } from "../export/export.expiry.ts";
import { PatientRow } from "../patient/patient.entity.ts";
import { alreadyMerged, intoArchived, mergeConflict, notMerged, standsForOthers } from "./merge.errors.ts";
import { patientMerged, patientUnmerged } from "./merge.events.ts";
import { mergePatientRecords } from "./merge.policy.ts";
import { overlappingVisits } from "./overlapping.visits.ts";
import { PatientAliasRow } from "./patient-alias.entity.ts";

const id = z.string().transform(knownUuid);
const reason = z.string().trim().min(1, "must not be empty").max(500, "must have 500 characters at most");

/** For how many others one record stands at most: lists below a patient have what is written of each. */
const mostMerged = 20;

export const mergePatients = defineCommand({
  name: "mergePatients",
  rule: mergePatientRecords,
  entityType: "Patient",
  schema: z
    .object({ id, intoId: id, reason, expectedVersion: z.int().nullish(), intoExpectedVersion: z.int().nullish() })
    .refine((body) => body.id !== body.intoId, {
      path: ["intoId"],
      message: "must be another record: none is merged with itself",
    }),
  async run(unit, { id, intoId, reason, expectedVersion, intoExpectedVersion }, { viewer }) {
    const [merged, into] = await lockBoth(unit, id, intoId);
    requireVersion(merged, expectedVersion ?? undefined);
    if (intoExpectedVersion != null && into.version !== intoExpectedVersion) throw otherVersion();
    await requireMergeable(unit, id, intoId);
    if (into.archivedAt) throw intoArchived();
    if ((await unit.em.count(PatientAliasRow, { survivingId: intoId, endedAt: null })) >= mostMerged)
      throw invalid(["intoId"], `It stands for ${mostMerged} other records, which is as many as there can be.`);
    const overlaps = await overlappingVisits(unit.em, id, intoId);
    if (overlaps.length > 0) throw mergeConflict(overlaps);
    const before = await unit.em.count(PatientAliasRow, { patientId: id });
    const alias = unit.em.create(PatientAliasRow, {
      ...{ patientId: id, survivingId: intoId, ordinal: before + 1, reason },
      ...{ mergedAt: new Date(), mergedBy: viewer.userId, endedAt: null, endedBy: null, endReason: null },
    } as never);
    unit.emit(() => patientMerged(alias));
    return intoId;
  },
});

export const undoPatientMerge = defineCommand({
  name: "undoPatientMerge",
  rule: mergePatientRecords,
  entityType: "Patient",
  schema: z.object({ id, reason }),
  async run(unit, { id, reason }, { viewer }) {
    if (!(await unit.em.findOne(PatientRow, { id }))) throw notFound("id");
    const merged = await unit.em.findOne(PatientAliasRow, { patientId: id, endedAt: null });
    if (!merged) throw notMerged();
    const survivingId = String(merged.survivingId);
    await lockBoth(unit, id, survivingId);
    const alias = await unit.em.findOne(PatientAliasRow, { patientId: id, endedAt: null }, { refresh: true });
    if (!alias) throw notMerged();
    await requireStanding(unit.em, id, survivingId);
    const records = (await recordsOf(unit.em, [id])).get(id) ?? [id];
    await expireExports(unit, records, alias.mergedAt);
    unit.em.assign(alias, { endedAt: new Date(), endedBy: viewer.userId, endReason: reason });
    unit.emit(() => patientUnmerged(alias));
    return id;
  },
});

/**
 * Both records, locked until the command ends, in the same order whoever merges what: of two who merge the same record, or
 * write something for it, the second sees what the first left.
 */
async function lockBoth(unit: CommandUnit, id: string, otherId: string): Promise<[PatientRow, PatientRow]> {
  const rows = await unit.em.find(
    PatientRow,
    { id: { $in: [id, otherId] } },
    { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const find = (wanted: string, field: string) => {
    const row = rows.find((found) => found.id === wanted);
    if (!row) throw notFound(field);
    return row;
  };
  const both: [PatientRow, PatientRow] = [find(id, "id"), find(otherId, "intoId")];
  for (const row of both) unit.touch(row.id);
  return both;
}

/** Refuses what would have a record stand for another one while another one stands for it: nobody could follow that. */
async function requireMergeable({ em }: CommandUnit, id: string, intoId: string): Promise<void> {
  const aliases = await em.find(PatientAliasRow, {
    endedAt: null,
    $or: [{ patientId: { $in: [id, intoId] } }, { survivingId: id }],
  });
  for (const [field, named] of [["id", id] as const, ["intoId", intoId] as const]) {
    const known = aliases.find(({ patientId }) => String(patientId) === named);
    if (known) throw alreadyMerged(field, String(known.survivingId));
  }
  if (aliases.length > 0) throw standsForOthers();
}

function otherVersion(): CommandRefusal {
  return new CommandRefusal(
    "VERSION_CONFLICT",
    ["intoExpectedVersion"],
    "Somebody else changed this record meanwhile: read it again and decide anew.",
  );
}
