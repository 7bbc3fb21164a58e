import { CommandRefusal, defineCommand, invalid, knownUuid, notFound } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { ofPatient } from "../history/history.commands.ts";
import { lockPatient } from "../patient/patient.lock.ts";
import { accessEnded, accessGranted } from "./access.events.ts";
import { grantAccess } from "./access.policy.ts";
import { AccessGrantRow } from "./access-grant.entity.ts";

const longestDays = 365;

/** How often access to one patient is given at most. */
const mostGrants = 500;

export const grantPatientAccess = defineCommand({
  name: "grantPatientAccess",
  rule: grantAccess,
  entityType: "AccessGrant",
  schema: z.object({
    patientId: z.string().transform(knownUuid),
    providerId: z.uuid("must be a provider's id").toLowerCase(),
    until: z
      .date()
      .refine((until) => until > new Date(), "must be to come")
      .refine(
        (until) => until.getTime() <= Date.now() + longestDays * 86_400_000,
        `must be within ${longestDays} days`,
      ),
    reason: z.string().trim().min(1, "must not be empty").max(500, "must have 500 characters at most"),
  }),
  async run(unit, { patientId, providerId, until, reason }, { viewer }) {
    if (providerId === viewer.providerId) {
      throw new CommandRefusal("OWN_ACCESS", ["providerId"], "Nobody gives access to themselves: ask somebody else.");
    }
    const patient = await lockPatient(unit.em, patientId);
    if (!patient) throw notFound("patientId");
    // Those that are over count, too: who had access is kept.
    if ((await unit.em.count(AccessGrantRow, ofPatient(unit.em, patient.id))) >= mostGrants)
      throw invalid(
        ["patientId"],
        `Access to this patient was given ${mostGrants} times, which is as often as it can be.`,
      );
    const grant = unit.em.create(AccessGrantRow, { patientId: patient.id, providerId, until, reason } as never);
    unit.emit(() => accessGranted(grant));
    return grant.id;
  },
});

export const endPatientAccess = defineCommand({
  name: "endPatientAccess",
  rule: grantAccess,
  entityType: "AccessGrant",
  schema: z.object({ id: z.string().transform(knownUuid) }),
  async run(unit, { id }) {
    const grant = await unit.em.findOne(AccessGrantRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!grant) throw notFound("id");
    unit.touch(grant.id, grant.patientId);
    if (grant.endedAt || grant.until <= new Date()) {
      throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This access is over already.");
    }
    grant.endedAt = new Date();
    unit.emit(() => accessEnded(grant));
    return grant.id;
  },
});
