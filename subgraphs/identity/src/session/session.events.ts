import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { SessionRow } from "./session.entity.ts";

/** Why a session ended before its time. */
export const sessionEnds = ["SIGNED_OUT", "REVOKED", "CREDENTIAL_REUSED", "SUSPENDED"] as const;

export type SessionEnd = (typeof sessionEnds)[number];

export const sessionRevokedEvent = defineEvent("session.revoked", 1, {
  aggregateType: "Session",
  description: "A sign-in ended before its time: its access tokens are good no more.",
  payload: z.object({
    sessionId: z.uuid().describe("the `sid` of its tokens"),
    userId: z.uuid(),
    reason: z.enum(sessionEnds),
  }),
});

export const sessionRevoked = (session: SessionRow, reason: SessionEnd): DomainEvent =>
  sessionRevokedEvent.of({ id: session.id, version: 1 }, { sessionId: session.id, userId: session.userId, reason });
