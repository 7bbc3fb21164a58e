import { defineCommand, knownUuid, notFound } from "@careconnect/kit";
import { z } from "zod";
import { UserRow } from "../user/user.entity.ts";
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
    await revokeSessions(unit, session, "REVOKED");
    return session.id;
  },
});

export const revokeAllSessions = defineCommand({
  name: "signOutEverywhere",
  rule: endSessions,
  entityType: "Session",
  schema: z.object({}),
  async run(unit, _body, { viewer }) {
    const { userId } = viewer;
    // Who has no account here, such as a user of an external issuer, has no sign-in that could be ended.
    if (await unit.em.count(UserRow, { id: userId })) await endSignIns(unit, { userId }, "REVOKED");
    return userId;
  },
});
