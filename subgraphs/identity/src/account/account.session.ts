import { createCommandContext, originOf } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { PageServices } from "../pages/page.services.ts";
import { credentialHash } from "../provider/credential.hash.ts";
import { ourClientIds } from "../provider/provider.clients.ts";
import type { ProviderHolder } from "../provider/provider.ts";
import { useBrowser } from "../session/session.service.ts";
import { UserRow } from "../user/user.entity.ts";
import { viewerOf } from "../user/user.viewer.ts";

/** Milliseconds: what opens or closes a way into the account is asked of whoever has just shown who they are. */
const recent = 10 * 60_000;

/** Whoever is signed in at identity in this browser. */
export interface AccountSession {
  readonly user: UserRow;
  /** SHA-256 of the `uid` of the browser's session. */
  readonly browserSessionHash: string;
  /** Whether they signed in only just now. */
  readonly recent: boolean;
}

/**
 * The sign-in of this browser, unless it has ended or was idle for too long; null when there is none. One to a partner's
 * application alone is none of ours: it would end when its person takes the access back, here, under their hands.
 */
export async function readAccountSession(
  { provider, orm, settings }: Pick<PageServices, "orm" | "settings"> & { readonly provider: ProviderHolder },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AccountSession | null> {
  const {
    accountId,
    uid,
    loginTs = 0,
  } = await provider.current().Session.get({
    req: request.raw,
    res: reply.raw,
  } as KoaContextWithOIDC);
  if (!accountId) return null;
  const browserSessionHash = credentialHash(uid);
  const use = { idleTime: settings.browserIdleTime, isActive: true, clientIds: ourClientIds };
  if (!(await useBrowser(orm, accountId, browserSessionHash, use))) return null;
  const user = await orm.em.fork().findOne(UserRow, { id: accountId }, { filters: false });
  return user && { user, browserSessionHash, recent: loginTs * 1_000 > Date.now() - recent };
}

/** The context in which the user acts on their own account. */
export function accountContext(orm: MikroORM, { user }: AccountSession, request: FastifyRequest) {
  return createCommandContext(orm, viewerOf(user), originOf(request));
}
