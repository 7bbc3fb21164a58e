import { defineCommand, requireVersion } from "@careconnect/kit";
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
import { pastDay } from "../patient/patient.schema.ts";
import { ConditionRow } from "./condition.entity.ts";
import { conditionRecorded, conditionResolved, conditionUpdated } from "./condition.events.ts";
import { changeConditions, conditionsWithin } from "./condition.policy.ts";

/** How many one patient has at most, but for those that are imported. */
const mostConditions = 500;

export const recordCondition = defineCommand({
  name: "recordCondition",
  rule: changeConditions,
  entityType: "Condition",
  schema: newEntry.safeExtend({ onset: optionalDay, abatement: optionalDay }),
  async run(unit, body, _context, reach) {
    const patientId = await patientOfEntry(unit, body.patientId, reach);
    requireRoom(await unit.em.count(ConditionRow, ofPatient(unit.em, patientId)), mostConditions);
    requireOrder(["onset", body.onset], ["abatement", body.abatement], body);
    const condition = unit.em.create(ConditionRow, { ...body, patientId } as never);
    unit.emit(() => conditionRecorded(condition));
    return condition.id;
  },
});

export const updateCondition = defineCommand({
  name: "updateCondition",
  rule: changeConditions,
  entityType: "Condition",
  schema: changedEntry.safeExtend({ onset: changedDay, abatement: changedDay }),
  async run(unit, { id, expectedVersion, ...changes }, _context, reach) {
    const condition = await lockEntry(unit, ConditionRow, id, conditionsWithin(reach));
    requireVersion(condition, expectedVersion);
    condition.changedHere ||= Object.entries(changes).some(([field, value]) => condition[field as Fact] !== value);
    unit.em.assign(condition, changes as never);
    requireOrder(["onset", condition.onset], ["abatement", condition.abatement], changes);
    await unit.em.flush();
    if (condition.version !== expectedVersion) unit.emit(() => conditionUpdated(condition));
    return condition.id;
  },
});

export const resolveCondition = defineCommand({
  name: "resolveCondition",
  rule: changeConditions,
  entityType: "Condition",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), abatement: pastDay }),
  async run(unit, { id, expectedVersion, abatement }, _context, reach) {
    const condition = await lockEntry(unit, ConditionRow, id, conditionsWithin(reach));
    requireVersion(condition, expectedVersion ?? undefined);
    if (condition.abatement) throw overAlready();
    condition.abatement = abatement;
    condition.changedHere = true;
    requireOrder(["onset", condition.onset], ["abatement", abatement], { abatement });
    unit.emit(() => conditionResolved(condition));
    return condition.id;
  },
});

type Fact = "system" | "code" | "display" | "onset" | "abatement";
