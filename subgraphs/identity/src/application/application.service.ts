import type { RequestContext } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { ClientRow } from "../client/client.entity.ts";
import { ApplicationAccessRow } from "./application-access.entity.ts";

/** An application that may act for somebody, as they see it. */
export interface Application {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly since: Date;
  readonly lastUsedAt: Date | null;
}

const longestList = 100;

/** The applications that the viewer lets act for them, the newest first; those that were revoked act for nobody. */
export async function listApplications(context: Pick<RequestContext, "viewer" | "em">): Promise<Application[]> {
  const em = context.em.fork();
  const accesses = await em.find(
    ApplicationAccessRow,
    { userId: context.viewer.userId },
    { orderBy: { createdAt: "desc", id: "desc" }, limit: longestList },
  );
  const clientIds = accesses.map(({ clientId }) => String(clientId));
  const clients = await em.find(ClientRow, { id: { $in: clientIds }, revokedAt: null });
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  return accesses.flatMap(({ id, clientId, scopes, createdAt, lastUsedAt }) => {
    const name = names.get(String(clientId));
    return name === undefined ? [] : [{ id, name, scopes, since: createdAt, lastUsedAt: lastUsedAt ?? null }];
  });
}

/** Whether the user lets the application do all of `scopes`. */
export async function isAllowed(
  orm: MikroORM,
  userId: string,
  clientId: string,
  scopes: readonly string[],
): Promise<boolean> {
  const access = await orm.em.fork().findOne(ApplicationAccessRow, { userId, clientId }, anyOrganization);
  return access !== null && scopes.every((scope) => access.scopes.includes(scope));
}

/** Whether the user lets the application act for them, as their locked account has it. */
export async function mayAct(em: EntityManager, userId: string, clientId: string): Promise<boolean> {
  return (await em.count(ApplicationAccessRow, { userId, clientId })) > 0;
}

/** Notes that the application gets an access token for the user; false when they let it no more. */
export async function useAccess(orm: MikroORM, userId: string, clientId: string): Promise<boolean> {
  const used = { lastUsedAt: new Date() };
  return (await orm.em.fork().nativeUpdate(ApplicationAccessRow, { userId, clientId }, used, anyOrganization)) > 0;
}

/** Which organization it is of follows from the user. */
const anyOrganization = { filters: false } as const;
