import type { MikroORM } from "@mikro-orm/postgresql";
import type { Account, KoaContextWithOIDC } from "oidc-provider";
import { UserRow } from "../user/user.entity.ts";

/** A person as the provider knows them. */
export interface PersonAccount extends Account {
  readonly user: UserRow;
}

/** The account of the user `id`; undefined when there is none that may come in. */
export async function findAccount(
  orm: MikroORM,
  ctx: KoaContextWithOIDC,
  id: string,
): Promise<PersonAccount | undefined> {
  const user = await orm.em.fork().findOne(UserRow, { id }, { filters: false });
  if (!user || user.suspendedAt) return undefined;
  return {
    accountId: user.id,
    user,
    // No name and no e-mail address: an ID token says who signed in and how, the API says the rest.
    claims: () => ({ sub: user.id, sid: ctx.oidc.grant?.jti }),
  };
}

/** The person for whom `ctx` is answered. */
export function personOf(ctx: KoaContextWithOIDC): UserRow {
  const account = ctx.oidc.account as PersonAccount | undefined;
  if (!account) throw new Error("Nobody is signed in.");
  return account.user;
}
