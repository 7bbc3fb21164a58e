import type { InteractionResults } from "oidc-provider";
import { authenticationBy } from "./authentication.level.ts";
import type { Shown } from "./sign-in.progress.ts";

/** What the provider is told of whoever has shown who they are. Their browser goes on with it now, or later. */
export function signInResult(accountId: string, { methods, generation }: Shown): InteractionResults {
  const ts = Math.floor(Date.now() / 1_000);
  return { login: { accountId, ...authenticationBy(methods), ts, remember: false }, generation };
}

/** The generation of a result by which somebody signs in; undefined for another one, and for none. */
export function generationIn(result: InteractionResults | undefined): number | undefined {
  return result?.login && Number(result.generation);
}
