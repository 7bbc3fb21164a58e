import { defineCommand, knownUuid, notFound } from "@careconnect/kit";
import { z } from "zod";
import { SessionRow } from "./session.entity.ts";
import { endSessions } from "./session.policy.ts";
import { endSignIns, revokeSessions } from "./session.service.ts";

export const revokeSession = defineCommand({
  name: "revokeSession",
  rule: endSessions,
  entityType: "Session",
  schema: z.object({ id: z.string() }),
  async run(unit, { id }, { viewer }) {
    const session = await unit.em.findOne(SessionRow, { id: knownUuid(id), userId: viewer.userId });
    if (!session) throw notFound("id");
    await revokeSessions(unit, { userId: viewer.userId, id: session.id }, "REVOKED");
    return session.id;
  },
});

export const revokeAllSessions = defineCommand({
  name: "signOutEverywhere",
  rule: endSessions,
  entityType: "Session",
  schema: z.object({}),
  async run(unit, _body, { viewer }) {
    await endSignIns(unit, { userId: viewer.userId }, "REVOKED");
    return viewer.userId;
  },
});
