import { type CommandUnit, defineCommand, knownUuid, notFound, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { requireRoom } from "../history/history.commands.ts";
import { PatientRow } from "../patient/patient.entity.ts";
import { CoverageRow } from "./coverage.entity.ts";
import { coverageConflicts, endedAlready, endsBeforeStart } from "./coverage.errors.ts";
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
  async run(unit, body) {
    // Locked, so that of two coverages the second is counted with the first.
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
    if (!(await unit.em.findOne(PatientRow, { id: body.patientId }, lock))) throw notFound("patientId");
    requireRoom(await unit.em.count(CoverageRow, { patientId: body.patientId }), mostCoverages);
    requireOrder(body, "endsOn");
    const coverage = unit.em.create(CoverageRow, body as never);
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
  async run(unit, { id, expectedVersion, ...changes }) {
    const coverage = await lockCoverage(unit, id);
    requireVersion(coverage, expectedVersion);
    unit.em.assign(coverage, changes as never);
    requireOrder(coverage, changes.endsOn == null ? "startsOn" : "endsOn");
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

async function lockCoverage(unit: CommandUnit, id: string): Promise<CoverageRow> {
  const coverage = await unit.em.findOne(CoverageRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!coverage) throw notFound("id");
  unit.touch(coverage.id, coverage.patientId);
  return coverage;
}

/** @param field the day that was given, of the two */
function requireOrder(
  { startsOn, endsOn }: { readonly startsOn: string; readonly endsOn?: string | null | undefined },
  field: "startsOn" | "endsOn",
): void {
  if (endsOn && endsOn < startsOn) throw endsBeforeStart(field);
}
