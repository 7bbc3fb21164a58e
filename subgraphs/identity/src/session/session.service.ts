import {
  assertMay,
  createCommandContext,
  type Origin,
  type RequestContext,
  runCommand,
  type UnitOfWork,
} from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { mayAct } from "../application/application.service.ts";
import { forgetProgressOf } from "../interaction/sign-in.progress.ts";
import { OidcArtifactRow } from "../provider/oidc-artifact.entity.ts";
import { isOurs, ourClientIds, webClientId } from "../provider/provider.clients.ts";
import { UserRow } from "../user/user.entity.ts";
import { lockUser } from "../user/user.lock.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { SessionRow } from "./session.entity.ts";
import { type SessionEnd, sessionRevoked } from "./session.events.ts";
import { idleLifetime, routerSilence } from "./session.lifetime.ts";
import { networkOf } from "./session.network.ts";
import { readSessions } from "./session.policy.ts";

/** How a person proved who they are, as tokens say it. */
export interface Authentication {
  /** Methods by the names of RFC 8176. */
  readonly amr: string[];
  /** NIST SP 800-63: one factor (`aal1`), or two (`aal2`). */
  readonly acr: string | null;
}

export interface NewSession extends Authentication {
  /** The id of the provider's grant. */
  readonly id: string;
  readonly clientId: string;
  readonly browserSessionHash: string;
  readonly userAgent: string | null;
  /** When its person last did something: nothing does who is not there while it is begun. */
  readonly activeAt: Date;
  readonly expiresAt: Date;
}

/** How a session came to be begun. */
export interface Asked {
  /** Of sign-ins, when they signed in; undefined when the sign-in of this browser is to go on. */
  readonly generation: number | undefined;
  /** What the client is to get access tokens for. */
  readonly scopes: readonly string[];
}

/**
 * Notes that `user` has signed in to a client, if what they proved still counts. There is no viewer yet: they are the
 * actor.
 */
export async function startSession(
  orm: MikroORM,
  user: UserRow,
  origin: Origin,
  session: NewSession,
  { generation, scopes }: Asked,
): Promise<boolean> {
  const context = createCommandContext(orm, viewerOf(user), origin);
  return runCommand(context, { action: "session.start", entityType: "Session" }, async ({ em, touch }) => {
    const account = await lockUser(em, user.id);
    if (!account || !(await countsStill(em, account, session.browserSessionHash, generation))) return false;
    if (!isOurs(session.clientId) && !(await mayAct(em, { user: account, clientId: session.clientId, scopes })))
      return false;
    const now = new Date();
    const network = networkOf(origin.clientAddress);
    em.create(SessionRow, { ...session, userId: user.id, network, lastUsedAt: now });
    touch(session.id);
    return true;
  });
}

/**
 * Whether what somebody proved of who they are still counts, as their locked account has it.
 * @param generation of sign-ins, when they signed in; undefined when the sign-in of this browser is to go on
 */
export async function countsStill(
  em: EntityManager,
  account: UserRow,
  browserSessionHash: string,
  generation: number | undefined,
): Promise<boolean> {
  if (generation !== undefined) return generation === account.signInGeneration;
  const going = { userId: account.id, browserSessionHash, revokedAt: null, expiresAt: { $gt: new Date() } };
  return (await em.count(SessionRow, going)) > 0;
}

/** Notes that the person of a session signed in to its client again, how, and when they last did something; false when it has ended. */
export async function noteAuthentication(
  orm: MikroORM,
  id: string,
  authentication: Authentication & Pick<NewSession, "activeAt">,
): Promise<boolean> {
  const now = new Date();
  const open = { id, revokedAt: null, expiresAt: { $gt: now } };
  const noted = { ...authentication, lastUsedAt: now };
  return (await orm.em.fork().nativeUpdate(SessionRow, open, noted, anyOrganization)) > 0;
}

export interface SessionUse {
  /** How long its person has done nothing, where the client tells it. */
  readonly idleSeconds?: number | undefined;
  /** Seconds after which the router ends sessions of whoever does nothing. */
  readonly idleTime: number;
}

/**
 * The session `id`, whose idle time starts anew; null when it has ended. One of the router's that it has ended long ago,
 * since its person does nothing, ends here: whoever uses it is not the router that they used.
 */
export async function useSession(
  orm: MikroORM,
  id: string,
  { idleSeconds, idleTime }: SessionUse,
  origin: Origin,
): Promise<SessionRow | null> {
  const em = orm.em.fork();
  const now = new Date();
  // Test and use are one statement, so that a revocation at the same moment comes before or after, never between.
  const open = { id, revokedAt: null, expiresAt: { $gt: now } };
  if ((await em.nativeUpdate(SessionRow, open, { lastUsedAt: now }, anyOrganization)) === 0) return null;
  if (idleSeconds !== undefined) {
    const activeAt = new Date(now.getTime() - idleSeconds * 1_000);
    await em.nativeUpdate(SessionRow, { id, activeAt: { $lt: activeAt } }, { activeAt }, anyOrganization);
  }
  const session = await em.findOne(SessionRow, { id }, anyOrganization);
  const isAbandoned =
    session?.clientId === webClientId && session.activeAt.getTime() <= now.getTime() - routerSilence(idleTime) * 1_000;
  if (!isAbandoned) return session;
  await endSession(orm, id, "REVOKED", origin);
  return null;
}

export interface BrowserUse {
  /** Seconds after which whoever did nothing has to sign in again. */
  readonly idleTime: number;
  /** Whether this is something that the person does; a request that comes by itself keeps nothing open. */
  readonly isActive: boolean;
  /** The clients whose sessions count; all of them, unless told. */
  readonly clientIds?: readonly string[];
}

/**
 * When the user last did something in this browser, of a session that they began there and that goes on: now, when this is
 * something that they do. Null when that was before the last `idleTime` seconds, or there is no such session.
 */
export async function useBrowser(
  orm: MikroORM,
  userId: string,
  browserSessionHash: string,
  { idleTime, isActive, clientIds }: BrowserUse,
): Promise<Date | null> {
  const em = orm.em.fork();
  const now = new Date();
  const open = { userId, browserSessionHash, revokedAt: null, expiresAt: { $gt: now } };
  const fresh = {
    ...open,
    ...(clientIds && { clientId: { $in: [...clientIds] } }),
    activeAt: { $gt: new Date(now.getTime() - idleTime * 1_000) },
  };
  if (!isActive)
    return (
      (await em.findOne(SessionRow, fresh, { ...anyOrganization, orderBy: { activeAt: "desc" } }))?.activeAt ?? null
    );
  const used = { lastUsedAt: now, activeAt: now };
  return (await em.nativeUpdate(SessionRow, fresh, used, anyOrganization)) > 0 ? now : null;
}

/** Ends the session `id`, if it goes on, on behalf of the person whose it is. */
export async function endSession(orm: MikroORM, id: string, reason: SessionEnd, origin: Origin): Promise<void> {
  const em = orm.em.fork();
  const session = await em.findOne(SessionRow, { id }, anyOrganization);
  const user = session && (await em.findOne(UserRow, { id: session.userId }, anyOrganization));
  if (!user) return;
  const context = createCommandContext(orm, viewerOf(user), origin);
  await runCommand(context, { action: "session.revoke", entityType: "Session" }, (unit) =>
    revokeSessions(unit, { userId: user.id, id }, reason),
  );
}

/** Sessions of a user: all of them, one, those at one client, or those of every browser but one. */
export interface SessionsOfUser {
  readonly userId: string;
  readonly id?: string;
  readonly clientId?: string;
  /** The browser whose sessions go on. */
  readonly elsewhereThan?: string;
}

/**
 * Ends sessions: their refresh tokens are gone at once, and so is the sign-in of the browser that they began in, with its
 * sessions at other clients; access tokens are refused everywhere as soon as the event is known. What a partner's
 * application does with its own, such as a refresh token that it uses twice, signs nobody out of their browser.
 */
export async function revokeSessions(
  { em, emit, touch }: UnitOfWork,
  { userId, id, clientId, elsewhereThan }: SessionsOfUser,
  reason: SessionEnd,
): Promise<void> {
  await lockUser(em, userId);
  const going = { userId, revokedAt: null, expiresAt: { $gt: new Date() } };
  const chosen = await em.find(SessionRow, {
    ...going,
    ...(id !== undefined && { id }),
    ...(clientId !== undefined && { clientId }),
    ...(elsewhereThan !== undefined && {
      $or: [{ browserSessionHash: null }, { browserSessionHash: { $ne: elsewhereThan } }],
    }),
  });
  const ofBrowsers = chosen.filter((session) => session.clientId == null || isOurs(session.clientId));
  const browsers = ofBrowsers.flatMap(({ browserSessionHash }) => browserSessionHash ?? []);
  const beside = await em.find(SessionRow, { ...going, browserSessionHash: { $in: browsers } });
  await em.nativeDelete(OidcArtifactRow, { model: "Session", uidHash: { $in: browsers } });
  for (const session of new Set([...chosen, ...beside])) {
    session.revokedAt = new Date();
    await em.nativeDelete(OidcArtifactRow, { grantId: session.id });
    emit(() => sessionRevoked(session, reason));
    touch(session.id);
  }
}

/**
 * Ends sessions, and with them all that the user has proved for a sign-in that is under way: nothing that was shown
 * before starts a session after it.
 */
export async function endSignIns(
  unit: UnitOfWork,
  sessions: Omit<SessionsOfUser, "id" | "clientId">,
  reason: SessionEnd,
): Promise<void> {
  await revokeSessions(unit, sessions, reason);
  await forgetProgressOf(unit.em, sessions.userId);
  const user = await unit.em.findOne(UserRow, { id: sessions.userId });
  if (user) user.signInGeneration += 1;
}

const longestList = 100;

/**
 * Where the viewer is signed in, last used first; applications of partners are what they let act for them instead.
 * @param idleTime seconds after which the router ends sessions of whoever does nothing; what it ended is not listed
 */
export async function listSessions(
  context: Pick<RequestContext, "viewer" | "em" | "audit">,
  idleTime: number,
): Promise<SessionRow[]> {
  assertMay(context, readSessions);
  const now = Date.now();
  const going = {
    userId: context.viewer.userId,
    revokedAt: null,
    expiresAt: { $gt: new Date(now) },
    lastUsedAt: { $gt: new Date(now - idleLifetime * 1_000) },
    $or: [
      { clientId: null },
      { clientId: ourClientIds.filter((id) => id !== webClientId) },
      { activeAt: { $gt: new Date(now - routerSilence(idleTime) * 1_000) } },
    ],
  };
  return context.em.fork().find(SessionRow, going, { orderBy: { lastUsedAt: "desc" }, limit: longestList });
}

/** One of the viewer's sign-ins, whether it goes on or not; null when there is none. */
export async function readSession(context: RequestContext, id: string): Promise<SessionRow | null> {
  assertMay(context, readSessions);
  return context.em.fork().findOne(SessionRow, { id, userId: context.viewer.userId });
}

/** Which organization a session is of follows from the session. */
const anyOrganization = { filters: false } as const;
