import { Role, type Viewer } from "@careconnect/kit";
import { TokenRequestError } from "./token.errors.ts";

/** Gives a refresh token; it asks for no permission. */
export const offlineAccess = "offline_access";

/** What a token may be asked for. */
export const scopes: readonly string[] = ["graphql", "import", "events", offlineAccess];

/** Scopes for administrators alone. */
const administrative: readonly string[] = ["import", "events"];

const defaultScopes: readonly string[] = ["graphql"];

/** The scopes in a `scope` parameter, which is space-separated. @throws TokenRequestError when one is unknown */
export function parseScopes(scope: string | undefined): readonly string[] {
  const asked = [...new Set((scope ?? "").split(" ").filter(Boolean))];
  if (asked.some((name) => !scopes.includes(name)))
    throw new TokenRequestError("invalid_scope", `Ask for these scopes alone: ${scopes.join(", ")}.`);
  return asked.length === 0 ? defaultScopes : asked;
}

/** The first of `scopes` that these roles do not allow. */
export function refusedScope(roles: readonly Role[], scopes: Iterable<string>): string | undefined {
  return roles.includes(Role.ADMIN) ? undefined : [...scopes].find((scope) => administrative.includes(scope));
}

/** @throws TokenRequestError when the roles of `viewer` do not allow its scopes */
export function assertScopes(viewer: Viewer): void {
  const refused = refusedScope(viewer.roles, viewer.scopes);
  if (refused !== undefined)
    throw new TokenRequestError("invalid_scope", `The scope ${refused} is for administrators.`);
}
