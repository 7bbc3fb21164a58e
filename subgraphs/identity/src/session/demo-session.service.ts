import { createHash, randomBytes } from "node:crypto";
import { type CommandContext, createCommandContext, type Origin, runCommand } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { UserRow } from "../user/user.entity.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { SessionRow } from "./session.entity.ts";

const absoluteLifetime = 30 * 24 * 60 * 60_000;
const idleLifetime = 12 * 60 * 60_000;

/** A session and whose it is. */
export interface OpenSession {
  readonly session: SessionRow;
  readonly user: UserRow;
}

/** Starts a demo session of the user who acts in `context`; answers its refresh token, which exists nowhere else. */
export async function startDemoSession(context: CommandContext): Promise<string> {
  const refreshToken = randomBytes(32).toString("base64url");
  await runCommand(context, { action: "session.start", entityType: "Session" }, async ({ em, touch }) => {
    const now = new Date();
    const { userId, scopes } = context.viewer;
    await em.nativeDelete(SessionRow, { userId, expiresAt: { $lt: now } });
    const session = em.create(SessionRow, {
      userId,
      tokenHash: hashOf(refreshToken),
      scopes: [...scopes],
      amr: ["pwd"],
      expiresAt: new Date(now.getTime() + absoluteLifetime),
      lastUsedAt: now,
    });
    await em.flush();
    touch(session.id);
  });
  return refreshToken;
}

/** The session that `refreshToken` opens, whose idle time starts anew; null when it opens none (any more). */
export async function useDemoSession(orm: MikroORM, refreshToken: string): Promise<OpenSession | null> {
  const em = orm.em.fork();
  const now = new Date();
  const tokenHash = hashOf(refreshToken);
  // Test and use are one statement, so that a revocation at the same moment comes before or after, never between.
  const used = await em.nativeUpdate(
    SessionRow,
    {
      tokenHash,
      revokedAt: null,
      expiresAt: { $gt: now },
      lastUsedAt: { $gt: new Date(now.getTime() - idleLifetime) },
    },
    { lastUsedAt: now },
    { filters: false },
  );
  return used === 0 ? null : findSession(orm, tokenHash);
}

/** Ends the session that `refreshToken` opens, if any: it opens nothing from now on. */
export async function revokeDemoSession(orm: MikroORM, refreshToken: string, origin: Origin): Promise<void> {
  const open = await findSession(orm, hashOf(refreshToken));
  if (!open || open.session.revokedAt) return;
  const context = createCommandContext(orm, viewerOf(open.user, open.session.scopes ?? []), origin);
  await runCommand(context, { action: "session.revoke", entityType: "Session" }, async ({ em, touch }) => {
    await em.nativeUpdate(SessionRow, { id: open.session.id, revokedAt: null }, { revokedAt: new Date() });
    touch(open.session.id);
  });
}

/** Not narrowed to an organization: which one it is follows from the session. */
async function findSession(orm: MikroORM, tokenHash: string): Promise<OpenSession | null> {
  const em = orm.em.fork();
  const session = await em.findOne(SessionRow, { tokenHash }, { filters: false });
  const user = session && (await em.findOne(UserRow, { id: session.userId }, { filters: false }));
  return session && user ? { session, user } : null;
}

function hashOf(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("base64url");
}
