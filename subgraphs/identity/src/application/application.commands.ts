import { auditSecurity, type CommandContext, type Origin, runCommand } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { ClientRow } from "../client/client.entity.ts";
import { countsStill, revokeSessions } from "../session/session.service.ts";
import type { UserRow } from "../user/user.entity.ts";
import { lockUser } from "../user/user.lock.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { applicationAllowed, applicationRevoked } from "./application.events.ts";
import { ApplicationAccessRow } from "./application-access.entity.ts";

const entityType = "ApplicationAccess";
const allowing = "application.allow";

/** How the person who decides was signed in when they were asked. */
export interface AskedIn {
  readonly browserSessionHash: string;
  /** Of sign-ins, when they signed in to be asked; undefined when the browser's sign-in went on. */
  readonly generation: number | undefined;
}

/**
 * Lets an application do `scopes` for the viewer, beside what they let it do before; false when their sign-in has ended
 * since they were asked.
 */
export async function allowApplication(
  context: CommandContext,
  client: ClientRow,
  scopes: readonly string[],
  asked: AskedIn,
): Promise<boolean> {
  const { userId } = context.viewer;
  return runCommand(context, { action: allowing, entityType }, async ({ em, emit, touch }) => {
    const account = await lockUser(em, userId);
    if (!account || !(await countsStill(em, account, asked.browserSessionHash, asked.generation))) return false;
    const known = await em.findOne(ApplicationAccessRow, { userId, clientId: client.id });
    const { roles } = account;
    const access = known ?? em.create(ApplicationAccessRow, { userId, clientId: client.id, scopes: [], roles });
    // What they let it do in fewer roles, they were asked in other words.
    const before = roles.every((role) => access.roles.includes(role)) ? access.scopes : [];
    const isMore = scopes.some((scope) => !before.includes(scope));
    access.scopes = [...new Set([...before, ...scopes])];
    access.roles = roles;
    if (isMore) emit(() => applicationAllowed(access));
    touch(access.id);
    touch(client.id);
    return true;
  });
}

/** Notes that `user` was asked by an application, and did not let it. */
export async function denyApplication(
  orm: MikroORM,
  user: UserRow,
  { id }: Pick<ClientRow, "id">,
  origin: Origin,
): Promise<void> {
  const viewer = viewerOf(user);
  const record = { entityType: "Client", id };
  await auditSecurity(orm.em.fork(), origin, { action: allowing, outcome: "REFUSED", viewer, record });
}

/** Takes back what the viewer let an application do: its refresh tokens are gone, and its access tokens refused. */
export async function revokeApplication(context: CommandContext, id: string): Promise<void> {
  const { userId } = context.viewer;
  await runCommand(context, { action: "application.revoke", entityType }, async (unit) => {
    await lockUser(unit.em, userId);
    const access = await unit.em.findOne(ApplicationAccessRow, { id, userId });
    if (!access) return;
    await revokeSessions(unit, { userId, clientId: String(access.clientId) }, "REVOKED");
    unit.em.remove(access);
    unit.emit(() => applicationRevoked(access));
    unit.touch(access.id);
    unit.touch(String(access.clientId));
  });
}
