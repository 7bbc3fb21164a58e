import { blindIndexOf, createCommandContext, type Origin, Role, runCommand } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { isLastAdministrator, lockAdministrators } from "../user/user.administrators.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { userRegistered, userRolesChanged } from "../user/user.events.ts";
import { lockKnownUser } from "../user/user.lock.ts";
import { changeRoles } from "../user/user.policy.ts";
import { viewerOf } from "../user/user.viewer.ts";
import type { Connection } from "./connection.config.ts";
import type { ConnectedPerson } from "./connection.person.ts";
import { UserIdentityRow } from "./user-identity.entity.ts";

/**
 * The user who `person` is: whom they were linked with before, or the account of their organization that has the e-mail
 * address that the issuer vouches for, or a new one where the connection allows it; with the roles that their groups
 * give them now. Null when there is none.
 */
export async function findOrLinkUser(
  orm: MikroORM,
  connection: Connection,
  person: ConnectedPerson,
  origin: Origin,
): Promise<UserRow | null> {
  const user = await findUser(orm, connection, person, origin);
  if (!user || user.suspendedAt) return null;
  return applyGroups(orm, connection, person, user, origin);
}

async function findUser(
  orm: MikroORM,
  connection: Connection,
  person: ConnectedPerson,
  origin: Origin,
): Promise<UserRow | null> {
  const em = orm.em.fork();
  const subjectIndex = blindIndexOf(`${connection.id} ${person.subject}`, "user_identity.subject");
  const { organizationId } = connection;
  const link = await em.findOne(
    UserIdentityRow,
    { connectionId: connection.id, subjectIndex, organizationId },
    { filters: false },
  );
  if (link) return em.findOne(UserRow, { id: link.userId, organizationId }, { filters: false });
  // An address that anybody may have typed opens no account.
  if (person.email === undefined || !person.emailVerified) return null;
  const known = await em.findOne(UserRow, { emailIndex: emailIndexOf(person.email) }, { filters: false });
  // An address names one user, in whichever organization: this issuer speaks for its own alone.
  if (known && (known.organizationId !== organizationId || known.suspendedAt)) return null;
  const user = known ?? newUser(connection, person, person.email);
  if (!user) return null;

  const context = createCommandContext(orm, viewerOf(user), origin);
  await runCommand(context, { action: "user.link", entityType: "User" }, async (unit) => {
    if (!known) {
      const row = unit.em.create(UserRow, user);
      unit.emit(() => userRegistered(row));
    }
    await unit.em.flush();
    unit.em.create(UserIdentityRow, { userId: user.id, connectionId: connection.id, subjectIndex });
    unit.touch(user.id);
  });
  return em.fork().findOne(UserRow, { id: user.id }, { filters: false });
}

/** A new user of the connection's organization; null when the connection makes none, or not of such a person. */
function newUser(connection: Connection, { roles, name }: ConnectedPerson, email: string) {
  if (!connection.provision || !roles?.length) return null;
  return {
    id: uuidv7(),
    organizationId: connection.organizationId,
    email,
    displayName: name ?? email,
    roles: [...roles],
    patientId: null,
    providerId: null,
    passwordHash: null,
    demo: false,
  };
}

/**
 * Of the roles that the connection maps, a user has those that their groups give them at this sign-in; the others are
 * the administrator's to give. Where the issuer does not say which groups those are nothing changes, and the
 * organization's last administrator stays one. Null for whom no role is left.
 */
async function applyGroups(
  orm: MikroORM,
  connection: Connection,
  person: ConnectedPerson,
  user: UserRow,
  origin: Origin,
): Promise<UserRow | null> {
  const given = person.roles;
  if (given === null) return user.roles.length > 0 ? user : null;
  const mapped: readonly Role[] = Object.values(connection.roles);
  const losesPower = user.roles.includes(Role.ADMIN) && mapped.includes(Role.ADMIN) && !given.includes(Role.ADMIN);
  const context = createCommandContext(orm, viewerOf(user), origin);
  return runCommand(context, { action: changeRoles.action, entityType: "User" }, async ({ em, emit, touch }) => {
    // Before their own row, as when an administrator changes roles; who became one just now stays one until the next time.
    const administrators = losesPower ? await lockAdministrators(em) : [];
    const row = await lockKnownUser(em, user.id);
    const stays = (role: Role) =>
      !mapped.includes(role) ||
      given.includes(role) ||
      (role === Role.ADMIN && isLastAdministrator(administrators, row));
    const roles = [...row.roles.filter(stays), ...given.filter((role) => !row.roles.includes(role))];
    // Both keep their order: nothing was taken and nothing added.
    if (roles.join() !== row.roles.join()) {
      row.roles = roles;
      emit(() => userRolesChanged(row));
      touch(row.id);
    }
    return roles.length > 0 ? row : null;
  });
}
