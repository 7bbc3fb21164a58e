import type { MikroORM } from "@mikro-orm/postgresql";
import { interactionPolicy } from "oidc-provider";
import { lastUseInBrowser } from "../session/session.service.ts";
import { credentialHash } from "./credential.hash.ts";

const { Check } = interactionPolicy;

/** Asks whoever comes back after `idleSeconds` without a sign of life to sign in again, whatever their browser kept. */
export function requireSignInAfterIdleTime(orm: MikroORM, idleSeconds: number): interactionPolicy.Check {
  return new Check("idle", "End-User was away for too long", async ({ oidc }) => {
    if (!oidc.session?.accountId || oidc.result?.login) return Check.NO_NEED_TO_PROMPT;
    const usedAt = await lastUseInBrowser(orm, credentialHash(oidc.session.uid));
    const fresh = usedAt && usedAt.getTime() > Date.now() - idleSeconds * 1_000;
    return fresh ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  });
}
