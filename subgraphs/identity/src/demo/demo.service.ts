import { ConfigurationError, createCommandContext, runCommand } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { OrganizationRow } from "../organization/organization.entity.ts";
import { organizationRegistered } from "../organization/organization.events.ts";
import { UserRow } from "../user/user.entity.ts";
import { userRegistered } from "../user/user.events.ts";
import { hashPassword } from "../user/user.password.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { type DemoAccount, demoAccounts, demoOrganizations, demoPassword } from "./demo.accounts.ts";

/** Makes the demo organizations and accounts that are not there yet; those that are stay as they are. */
export async function prepareDemo(orm: MikroORM): Promise<void> {
  for (const organization of demoOrganizations) await registerDemoOrganization(orm, organization);
  for (const account of demoAccounts) await registerDemoUser(orm, account);
}

/** @throws ConfigurationError when somebody could sign in with a password that everybody knows */
export async function refuseDemoAccounts(orm: MikroORM): Promise<void> {
  const accounts = await orm.em.fork().count(UserRow, { demo: true }, { filters: false });
  if (accounts > 0)
    throw new ConfigurationError(
      `This database holds ${accounts} demo accounts, whose password is public: for CARECONNECT_MODE=production, point DATABASE_URL_IDENTITY at a database that never served in demo mode.`,
    );
}

/** Its administrator, who is about to be registered, is the actor. */
async function registerDemoOrganization(orm: MikroORM, organization: OrganizationRow): Promise<void> {
  const administrator = demoAccounts.find((account) => account.organization.id === organization.id);
  if (!administrator) throw new Error("A demo organization has no account.");
  const viewer = viewerOf({ ...administrator, roles: [...administrator.roles], organizationId: organization.id });
  const context = createCommandContext(orm, viewer, { correlationId: uuidv7(), clientAddress: undefined });
  await runCommand(context, { action: "organization.register", entityType: "Organization" }, async (unit) => {
    await lock(unit.em, `identity.organization:${organization.id}`);
    await unit.em.upsert(OrganizationRow, { ...organization }, { onConflictAction: "ignore" });
    // The row may be older than the event: databases of the first releases have the one without the other.
    const told = "select 1 from outbox_event where aggregate_id = ? and type = ? limit 1";
    if ((await unit.em.execute<unknown[]>(told, [organization.id, organizationRegistered.type])).length > 0) return;
    const { id, name, timeZone, currency } = organization;
    unit.emit(() => organizationRegistered.of({ id, version: 1 }, { organizationId: id, name, timeZone, currency }));
    unit.touch(id);
  });
}

/** Nobody has signed in when the demo is prepared: each user is the actor of their own registration. */
async function registerDemoUser(orm: MikroORM, { organization, ...account }: DemoAccount): Promise<void> {
  const user = { ...account, roles: [...account.roles], organizationId: organization.id };
  const context = createCommandContext(orm, viewerOf(user), { correlationId: uuidv7(), clientAddress: undefined });
  await runCommand(context, { action: "user.register", entityType: "User" }, async ({ em, emit, touch }) => {
    await lock(em, `identity.user:${user.id}`);
    if ((await em.count(UserRow, { id: user.id })) > 0) return;
    const row = em.create(UserRow, { ...user, passwordHash: await hashPassword(demoPassword), demo: true });
    emit(() => userRegistered(row));
    touch(row.id);
  });
}

/** Another process may be starting: it waits here, and then finds what was made. */
async function lock(em: EntityManager, name: string): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [name]);
}
