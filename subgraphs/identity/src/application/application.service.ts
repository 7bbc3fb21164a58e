import type { RequestContext, Role } from "@careconnect/kit";
import type { EntityManager, FilterQuery, MikroORM } from "@mikro-orm/postgresql";
import { ClientRow } from "../client/client.entity.ts";
import type { UserRow } from "../user/user.entity.ts";
import { ApplicationAccessRow } from "./application-access.entity.ts";

/** An application that may act for somebody, as they see it. */
export interface Application {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  /** Where it is at home: the hosts to which people go back. */
  readonly hosts: readonly string[];
  readonly scopes: readonly string[];
  /** The roles of the person as far as it may act with them. */
  readonly roles: readonly Role[];
  readonly since: Date;
  readonly lastUsedAt: Date | null;
}

const longestList = 100;

/** The applications that the viewer lets act for them, the newest first. */
export async function listApplications(context: Pick<RequestContext, "viewer" | "em">): Promise<Application[]> {
  const em = context.em.fork();
  const accesses = await em.find(
    ApplicationAccessRow,
    { userId: context.viewer.userId },
    { orderBy: { createdAt: "desc", id: "desc" }, limit: longestList },
  );
  const clientIds = accesses.map(({ clientId }) => String(clientId));
  const clients = await em.find(ClientRow, { id: { $in: clientIds } });
  const known = new Map(clients.map((client) => [client.id, client]));
  return accesses.flatMap(({ id, clientId, scopes, roles, createdAt, lastUsedAt }) => {
    const client = known.get(String(clientId));
    if (!client) return [];
    const hosts = [...new Set(client.redirectUris.map((uri) => new URL(uri).host))];
    return [
      {
        id,
        clientId: client.id,
        name: client.name,
        hosts,
        scopes,
        roles,
        since: createdAt,
        lastUsedAt: lastUsedAt ?? null,
      },
    ];
  });
}

/** What is asked for an application to do for somebody: with the roles that they have now. */
export interface Acting {
  readonly user: Pick<UserRow, "id" | "roles">;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Whether the user lets the application do all that is asked. */
export async function isAllowed(orm: MikroORM, acting: Acting): Promise<boolean> {
  return (await orm.em.fork().count(ApplicationAccessRow, covering(acting), anyOrganization)) > 0;
}

/** Whether the user lets the application do all that is asked, as their locked account has it. */
export async function mayAct(em: EntityManager, acting: Acting): Promise<boolean> {
  return (await em.count(ApplicationAccessRow, covering(acting))) > 0;
}

/** Notes that the application gets an access token for what is asked; false when the user lets it do so no more. */
export async function useAccess(orm: MikroORM, acting: Acting): Promise<boolean> {
  const used = { lastUsedAt: new Date() };
  return (await orm.em.fork().nativeUpdate(ApplicationAccessRow, covering(acting), used, anyOrganization)) > 0;
}

/**
 * An access that has all that is asked. What was let as a patient is no leave to act as somebody who works in the clinic:
 * whoever has got a role since is asked again.
 */
function covering({ user, clientId, scopes }: Acting): FilterQuery<ApplicationAccessRow> {
  return { userId: user.id, clientId, scopes: { $contains: [...scopes] }, roles: { $contains: [...user.roles] } };
}

/** Which organization it is of follows from the user. */
const anyOrganization = { filters: false } as const;
