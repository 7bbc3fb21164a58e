import type { EventLog } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { z } from "zod";
import { clientRevokedEvent } from "../client/client.events.ts";
import { accessTokenLifetime } from "../provider/provider.resource.ts";
import { sessionRevokedEvent } from "../session/session.events.ts";
import { userLinkedEvent, userRolesChangedEvent } from "../user/user.events.ts";
import { userSuspendedEvent } from "../user/user.suspension.events.ts";

/** Access tokens that are refused although they have not expired: those of one session, or all of one person or client. */
export interface Revocation {
  readonly sid?: string;
  readonly sub?: string;
  /** Tokens that were issued later, in seconds since 1970, are good again. */
  readonly notAfterIat: number;
}

export interface RevocationPage {
  /** What to ask after next time; opaque. */
  readonly cursor: string;
  readonly revocations: readonly Revocation[];
}

/** A cursor that is none of this log: whoever has it begins anew. */
export class UnknownCursorError extends Error {
  override readonly name = "UnknownCursorError";
}

/** Seconds: a token that was issued before has expired for every clock that is not that wrong. */
const remembered = accessTokenLifetime + 60;
/** Seconds for which tokens of a session, or of a client, may still be on their way when it ends; it never goes on. */
const onTheirWay = 60;
const pageSize = 1_000;

const revoking = [
  sessionRevokedEvent,
  userSuspendedEvent,
  userRolesChangedEvent,
  userLinkedEvent,
  clientRevokedEvent,
].map(({ type }) => type);

interface RevocationRow {
  readonly position: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly payload: { readonly sessionId?: string; readonly userId?: string; readonly clientId?: string };
}

/** What was revoked after `cursor` and still matters, in the order in which it became known. */
export async function readRevocations(
  orm: MikroORM,
  eventLog: EventLog,
  cursor: string | undefined,
): Promise<RevocationPage> {
  const after = positionOf(eventLog, cursor);
  const since = new Date(Date.now() - remembered * 1_000);
  const rows = await orm.em.getConnection().execute<RevocationRow[]>(
    `select position, type, occurred_at as "occurredAt", payload from outbox_event
     where position > ? and occurred_at > ? and type in (?, ?, ?, ?, ?) order by position limit ?`,
    [after, since, ...revoking, pageSize],
  );
  const last = rows.at(-1)?.position ?? after;
  return { cursor: `${eventLog.epoch}.${last}`, revocations: rows.map(revocationOf) };
}

function revocationOf({ type, occurredAt, payload }: RevocationRow): Revocation {
  const seconds = Math.ceil(new Date(occurredAt).getTime() / 1_000);
  if (type === sessionRevokedEvent.type)
    return { sid: z.uuid().parse(payload.sessionId), notAfterIat: seconds + onTheirWay };
  if (type === clientRevokedEvent.type)
    return { sub: z.uuid().parse(payload.clientId), notAfterIat: seconds + onTheirWay };
  return { sub: z.uuid().parse(payload.userId), notAfterIat: seconds };
}

function positionOf(eventLog: EventLog, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [epoch, position] = cursor.split(".");
  if (epoch !== eventLog.epoch || !/^\d{1,15}$/.test(position ?? "")) throw new UnknownCursorError();
  return Number(position);
}
