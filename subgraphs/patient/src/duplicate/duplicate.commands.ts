import { CommandRefusal, type CommandUnit, defineCommand, knownUuid, notFound } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { PatientRow } from "../patient/patient.entity.ts";
import { decideDuplicates } from "./duplicate.policy.ts";
import { PatientDistinctionRow } from "./patient-distinction.entity.ts";

const id = z.string().transform(knownUuid);
const pair = z.object({ id, otherId: id }).refine((body) => body.id !== body.otherId, {
  path: ["otherId"],
  message: "must be another patient",
});

export const dismissDuplicate = defineCommand({
  name: "dismissDuplicate",
  rule: decideDuplicates,
  entityType: "Patient",
  schema: pair.safeExtend({
    reason: z.string().trim().min(1, "must not be empty").max(500, "must have 500 characters at most").nullish(),
  }),
  async run(unit, body) {
    const both = await lockPair(unit, body);
    if (await unit.em.findOne(PatientDistinctionRow, { ...both, endedAt: null })) {
      throw new CommandRefusal("ILLEGAL_TRANSITION", ["otherId"], "They are said to be two already.");
    }
    unit.em.create(PatientDistinctionRow, { ...both, reason: body.reason ?? null, endedAt: null } as never);
    return body.id;
  },
});

export const undoDismissDuplicate = defineCommand({
  name: "undoDismissDuplicate",
  rule: decideDuplicates,
  entityType: "Patient",
  schema: pair,
  async run(unit, body) {
    const both = await lockPair(unit, body);
    const distinction = await unit.em.findOne(PatientDistinctionRow, { ...both, endedAt: null });
    if (!distinction) throw new CommandRefusal("ILLEGAL_TRANSITION", ["otherId"], "They are not said to be two.");
    distinction.endedAt = new Date();
    return body.id;
  },
});

/** The two, in the order in which they are kept and locked: of two who say the same, the second sees what the first said. */
async function lockPair(
  unit: CommandUnit,
  { id, otherId }: z.output<typeof pair>,
): Promise<{ readonly oneId: string; readonly otherId: string }> {
  const rows = await unit.em.find(
    PatientRow,
    { id: { $in: [id, otherId] } },
    { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const [one, other] = rows;
  if (!one || !other) throw notFound(rows[0]?.id === id ? "otherId" : "id");
  for (const row of rows) unit.touch(row.id);
  return { oneId: one.id, otherId: other.id };
}
