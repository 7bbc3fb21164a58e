import { CommandRefusal, type CommandUnit, defineCommand, requireVersion } from "@careconnect/kit";
import { FlushMode } from "@mikro-orm/core";
import { z } from "zod";
import {
  lockEntry,
  ofPatient,
  overAlready,
  patientOfEntry,
  requireOrder,
  requireRoom,
} from "../history/history.commands.ts";
import { changedDay, changedEntry, newEntry, optionalDay } from "../history/history.schema.ts";
import { lockPatient } from "../patient/patient.lock.ts";
import { lineOfText, pastDay } from "../patient/patient.schema.ts";
import { AllergyRow } from "./allergy.entity.ts";
import { allergyConflicts, alreadyRecorded } from "./allergy.errors.ts";
import { allergyRecorded, allergyResolved, allergyUpdated } from "./allergy.events.ts";
import { allergiesWithin, changeAllergies } from "./allergy.policy.ts";
import { AllergyCategory, AllergyCriticality } from "./allergy.type.ts";

/** How many one patient has at most, but for those that are imported. */
const mostAllergies = 200;

export const recordAllergy = defineCommand({
  name: "recordAllergy",
  rule: changeAllergies,
  entityType: "Allergy",
  schema: newEntry.safeExtend({
    category: z.enum(AllergyCategory).nullish(),
    criticality: z.enum(AllergyCriticality).nullish(),
    reaction: lineOfText(500).nullish(),
    onset: optionalDay,
    abatement: optionalDay,
  }),
  async run(unit, body, _context, reach) {
    const patientId = await patientOfEntry(unit, body.patientId, reach);
    requireRoom(await unit.em.count(AllergyRow, ofPatient(unit.em, patientId)), mostAllergies);
    requireOrder(["onset", body.onset], ["abatement", body.abatement], body);
    const allergy = unit.em.create(AllergyRow, { ...body, patientId } as never);
    await requireNotRecorded(unit, allergy);
    unit.emit(() => allergyRecorded(allergy));
    return allergy.id;
  },
  conflicts: allergyConflicts,
});

export const updateAllergy = defineCommand({
  name: "updateAllergy",
  rule: changeAllergies,
  entityType: "Allergy",
  schema: changedEntry.safeExtend({
    category: z.enum(AllergyCategory).nullable().optional(),
    criticality: z.enum(AllergyCriticality).nullable().optional(),
    reaction: lineOfText(500).nullable().optional(),
    onset: changedDay,
    abatement: changedDay,
  }),
  async run(unit, { id, expectedVersion, ...changes }, _context, reach) {
    const allergy = await lockEntry(unit, AllergyRow, id, allergiesWithin(reach));
    requireVersion(allergy, expectedVersion);
    unit.em.assign(allergy, changes as never);
    requireOrder(["onset", allergy.onset], ["abatement", allergy.abatement], changes);
    if (changes.code !== undefined || changes.abatement === null) {
      await lockPatient(unit.em, allergy.patientId);
      await requireNotRecorded(unit, allergy);
    }
    await unit.em.flush();
    if (allergy.version !== expectedVersion) unit.emit(() => allergyUpdated(allergy));
    return allergy.id;
  },
  conflicts: allergyConflicts,
});

export const resolveAllergy = defineCommand({
  name: "resolveAllergy",
  rule: changeAllergies,
  entityType: "Allergy",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), abatement: pastDay }),
  async run(unit, { id, expectedVersion, abatement }, _context, reach) {
    const allergy = await lockEntry(unit, AllergyRow, id, allergiesWithin(reach));
    requireVersion(allergy, expectedVersion ?? undefined);
    if (allergy.abatement) throw overAlready();
    allergy.abatement = abatement;
    requireOrder(["onset", allergy.onset], ["abatement", abatement], { abatement });
    unit.emit(() => allergyResolved(allergy));
    return allergy.id;
  },
});

/**
 * Refuses an allergy that another record of the patient has, and that is not over: of one record, a constraint does. What both
 * had before they were merged stays.
 */
async function requireNotRecorded({ em }: CommandUnit, allergy: AllergyRow): Promise<void> {
  const { patientId, system, code, abatement } = allergy;
  if (abatement != null) return;
  const others = await em.count(
    AllergyRow,
    { $and: [ofPatient(em, patientId), { patientId: { $ne: patientId }, system, code, abatement: null }] },
    { flushMode: FlushMode.COMMIT },
  );
  if (others > 0) throw CommandRefusal.forAll([alreadyRecorded]);
}
