import { blindIndexOf, createCommandContext, type Origin, runCommand } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { userRegistered } from "../user/user.events.ts";
import { viewerOf } from "../user/user.viewer.ts";
import type { Connection } from "./connection.config.ts";
import type { ConnectedPerson } from "./connection.person.ts";
import { UserIdentityRow } from "./user-identity.entity.ts";

/**
 * The user who `person` is: whom they were linked with before, or the account of their organization that has the e-mail
 * address that the issuer vouches for, or a new one where the connection allows it. Null when there is none.
 */
export async function findOrLinkUser(
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
  if (link) return open(await em.findOne(UserRow, { id: link.userId, organizationId }, { filters: false }));
  // An address that anybody may have typed opens no account.
  if (person.email === undefined || !person.emailVerified) return null;
  const known = await em.findOne(UserRow, { emailIndex: emailIndexOf(person.email) }, { filters: false });
  // An address names one user, in whichever organization: this issuer speaks for its own alone.
  if (known && known.organizationId !== organizationId) return null;
  const user = known ? open(known) : newUser(connection, person, person.email);
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
  if (!connection.provision || roles.length === 0) return null;
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

function open(user: UserRow | null): UserRow | null {
  return user && !user.suspendedAt ? user : null;
}
