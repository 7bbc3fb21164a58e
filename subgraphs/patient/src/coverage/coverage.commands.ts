import { CommandRefusal, type CommandUnit, defineCommand, knownUuid, notFound, requireVersion } from "@careconnect/kit";
import { FlushMode, LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ofPatient, requireRoom } from "../history/history.commands.ts";
import { lockPatient } from "../patient/patient.lock.ts";
import { awaitPayer, requirePayer } from "../references/payer.wait.ts";
import { CoverageRow } from "./coverage.entity.ts";
import { coverageConflicts, coverageOverlaps, endedAlready, endsBeforeStart } from "./coverage.errors.ts";
import { coverageAdded, coverageEnded, coverageUpdated } from "./coverage.events.ts";
import { changeCoverages } from "./coverage.policy.ts";
import { coverageDay, memberNumber, planName } from "./coverage.schema.ts";
import { CoveragePriority } from "./coverage.type.ts";

const payerId = z.uuid("must be a payer's id").toLowerCase();

/** How many one patient has at most. */
const mostCoverages = 100;

export const addCoverage = defineCommand({
  name: "addCoverage",
  rule: changeCoverages,
  entityType: "Coverage",
  schema: z.object({
    patientId: z.string().transform(knownUuid),
    payerId,
    plan: planName.nullish(),
    memberNumber: memberNumber.nullish(),
    priority: z.enum(CoveragePriority),
    startsOn: coverageDay,
    endsOn: coverageDay.nullish(),
  }),
  before: awaitPayer,
  async run(unit, body) {
    // Locked, so that of two coverages the second is counted with the first.
    const patient = await lockPatient(unit.em, body.patientId);
    if (!patient) throw notFound("patientId");
    await requirePayer(unit.em, body.payerId);
    requireRoom(await unit.em.count(CoverageRow, ofPatient(unit.em, patient.id)), mostCoverages);
    requireOrder(body, "endsOn");
    const coverage = unit.em.create(CoverageRow, { ...body, patientId: patient.id } as never);
    await requireNoOverlap(unit, coverage, body);
    unit.emit(() => coverageAdded(coverage));
    return coverage.id;
  },
  conflicts: coverageConflicts,
});

export const updateCoverage = defineCommand({
  name: "updateCoverage",
  rule: changeCoverages,
  entityType: "Coverage",
  schema: z.object({
    id: z.string().transform(knownUuid),
    expectedVersion: z.int(),
    // Null removes a value, and these cannot be removed.
    payerId: payerId.optional(),
    plan: planName.nullable().optional(),
    memberNumber: memberNumber.nullable().optional(),
    priority: z.enum(CoveragePriority).optional(),
    startsOn: coverageDay.optional(),
    endsOn: coverageDay.nullable().optional(),
  }),
  before: awaitPayer,
  async run(unit, { id, expectedVersion, ...changes }) {
    if (isOtherTime(changes)) await lockPatientOf(unit, id);
    const coverage = await lockCoverage(unit, id);
    requireVersion(coverage, expectedVersion);
    if (changes.payerId && changes.payerId !== coverage.payerId) await requirePayer(unit.em, changes.payerId);
    unit.em.assign(coverage, changes as never);
    requireOrder(coverage, changes.endsOn == null ? "startsOn" : "endsOn");
    if (isOtherTime(changes)) await requireNoOverlap(unit, coverage, changes);
    await unit.em.flush();
    if (coverage.version !== expectedVersion) unit.emit(() => coverageUpdated(coverage));
    return coverage.id;
  },
  conflicts: coverageConflicts,
});

export const endCoverage = defineCommand({
  name: "endCoverage",
  rule: changeCoverages,
  entityType: "Coverage",
  schema: z.object({
    id: z.string().transform(knownUuid),
    expectedVersion: z.int().nullish(),
    endsOn: coverageDay,
  }),
  async run(unit, { id, expectedVersion, endsOn }) {
    const coverage = await lockCoverage(unit, id);
    requireVersion(coverage, expectedVersion ?? undefined);
    if (coverage.endsOn && coverage.endsOn <= endsOn) throw endedAlready();
    coverage.endsOn = endsOn;
    requireOrder(coverage, "endsOn");
    unit.emit(() => coverageEnded(coverage));
    return coverage.id;
  },
});

/** Locks whom a coverage is of, before the coverage itself, as whoever changes all that is a patient's does. */
async function lockPatientOf({ em }: CommandUnit, id: string): Promise<void> {
  const coverage = await em.findOne(CoverageRow, { id }, { disableIdentityMap: true });
  if (coverage) await lockPatient(em, coverage.patientId);
}

async function lockCoverage(unit: CommandUnit, id: string): Promise<CoverageRow> {
  const coverage = await unit.em.findOne(CoverageRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!coverage) throw notFound("id");
  unit.touch(coverage.id, coverage.patientId);
  return coverage;
}

/** Whether it is about when it is valid, or in which place. */
function isOtherTime({
  priority,
  startsOn,
  endsOn,
}: {
  readonly priority?: CoveragePriority | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | null | undefined;
}): boolean {
  return [priority, startsOn, endsOn].some((value) => value !== undefined);
}

/**
 * Refuses a coverage on days on which another record of the patient has one of its priority: of one record, a constraint does.
 * What both had before they were merged stays.
 * @param given what the caller said
 */
async function requireNoOverlap(
  { em }: CommandUnit,
  { patientId, priority, startsOn, endsOn }: CoverageRow,
  given: object,
): Promise<void> {
  const others = await em.count(
    CoverageRow,
    {
      $and: [
        ofPatient(em, patientId),
        { patientId: { $ne: patientId }, priority },
        endsOn == null ? {} : { startsOn: { $lte: endsOn } },
        { $or: [{ endsOn: null }, { endsOn: { $gte: startsOn } }] },
      ],
    },
    { flushMode: FlushMode.COMMIT },
  );
  if (others > 0) throw CommandRefusal.forAll([coverageOverlaps(given)]);
}

/** @param field the day that was given, of the two */
function requireOrder(
  { startsOn, endsOn }: { readonly startsOn: string; readonly endsOn?: string | null | undefined },
  field: "startsOn" | "endsOn",
): void {
  if (endsOn && endsOn < startsOn) throw endsBeforeStart(field);
}
