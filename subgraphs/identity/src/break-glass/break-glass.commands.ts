import { CommandRefusal, defineCommand, knownUuid, notFound, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { lockUser } from "../user/user.lock.ts";
import { BreakGlassRow } from "./break-glass.entity.ts";
import { breakGlassEnded, breakGlassReviewed, breakGlassStarted } from "./break-glass.events.ts";
import { breakTheGlass, endBrokenGlass, reviewBrokenGlass } from "./break-glass.policy.ts";

const duration = 30 * 60_000;
/** At a time, for each person: every one of them travels in each of their tokens. */
const mostAtATime = 5;

const text = z.string().trim().min(10, "must have 10 characters at least").max(500, "must have 500 at most");

export const breakGlass = defineCommand({
  name: "breakGlass",
  rule: breakTheGlass,
  entityType: "BreakGlassAccess",
  whileRestricted: { forAnybody: "it opens nothing of them, and says nothing of whether there is such a patient" },
  schema: z.object({ patientId: z.uuid("must be a patient's id").toLowerCase(), reason: text }),
  async run({ em, emit }, { patientId, reason }, { viewer: { userId } }) {
    // Their accesses are counted one after the other.
    await lockUser(em, userId);
    if ((await em.count(BreakGlassRow, goingOn(userId))) >= mostAtATime)
      throw new CommandRefusal(
        "TOO_MANY_ACCESSES",
        ["patientId"],
        `You have emergency access to ${mostAtATime} patients already: end one first.`,
      );
    const expiresAt = new Date(Date.now() + duration);
    const access = em.create(BreakGlassRow, { userId, patientId, reason, expiresAt });
    emit(() => breakGlassStarted(access));
    return access.id;
  },
});

export const endBreakGlass = defineCommand({
  name: "endBreakGlass",
  rule: endBrokenGlass,
  entityType: "BreakGlassAccess",
  schema: z.object({ id: z.string() }),
  async run(unit, { id }, { viewer }) {
    const access = await lockAccess(unit, { id: knownUuid(id), userId: viewer.userId });
    if (access.endedAt || access.expiresAt <= new Date())
      throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This access has ended already.");
    access.endedAt = new Date();
    unit.emit(() => breakGlassEnded(access));
    return access.id;
  },
});

export const reviewBreakGlass = defineCommand({
  name: "reviewBreakGlass",
  rule: reviewBrokenGlass,
  entityType: "BreakGlassAccess",
  schema: z.object({ id: z.string(), note: text }),
  async run(unit, { id, note }, { viewer }) {
    const access = await lockAccess(unit, { id: knownUuid(id) });
    if (access.userId === viewer.userId)
      throw new CommandRefusal("OWN_ACCESS", ["id"], "Nobody reviews their own access: ask another administrator.");
    if (access.reviewedAt) throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This access was reviewed already.");
    access.reviewedAt = new Date();
    access.reviewedBy = viewer.userId;
    access.reviewNote = note;
    unit.emit(() => breakGlassReviewed(access, viewer.userId));
    return access.id;
  },
});

/** The accesses of a person that have not ended. */
export function goingOn(userId: string) {
  return { userId, endedAt: null, expiresAt: { $gt: new Date() } };
}

async function lockAccess({ em }: UnitOfWork, which: { id: string; userId?: string }): Promise<BreakGlassRow> {
  const access = await em.findOne(BreakGlassRow, which, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!access) throw notFound("id");
  return access;
}
