import { assertMay, type Connection, connectionOf, type PageArgs, type RequestContext } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { goingOn } from "./break-glass.commands.ts";
import { BreakGlassRow } from "./break-glass.entity.ts";
import { breakTheGlass, readOwnAccesses, reviewBrokenGlass } from "./break-glass.policy.ts";

/** The organization's emergency accesses, the newest first; `reviewed` narrows them. */
export function listBreakGlassAccesses(
  context: RequestContext,
  page: PageArgs,
  reviewed: boolean | null | undefined,
): Connection<BreakGlassRow> {
  assertMay(context, reviewBrokenGlass);
  return connectionOf(context, BreakGlassRow, {
    name: "breakGlassAccesses",
    where: reviewed == null ? {} : { reviewedAt: reviewed ? { $ne: null } : null },
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: { action: reviewBrokenGlass.action, entityType: "BreakGlassAccess" },
  });
}

/** An access that the viewer has just started, ended or reviewed. */
export async function readBreakGlassAccess(context: RequestContext, id: string): Promise<BreakGlassRow | null> {
  assertMay(context, breakTheGlass);
  return context.em.fork().findOne(BreakGlassRow, { id });
}

/** Emergency access that the viewer has now, the newest first: a few at most. */
export async function listOwnAccesses(context: RequestContext): Promise<BreakGlassRow[]> {
  assertMay(context, readOwnAccesses);
  const { userId } = context.viewer;
  return context.em.fork().find(BreakGlassRow, goingOn(userId), { orderBy: { createdAt: "desc", id: "desc" } });
}

/** The patients to whom this person has emergency access now, as their access token says it. */
export async function breakGlassClaim(orm: MikroORM, userId: string) {
  const accesses = await orm.em.fork().find(BreakGlassRow, goingOn(userId), { filters: false });
  return accesses.map(({ patientId, expiresAt }) => ({
    patient_id: patientId,
    exp: Math.floor(expiresAt.getTime() / 1_000),
  }));
}
