import { Role } from "@careconnect/kit";

/** Scopes for administrators alone. */
const administrative: readonly string[] = ["import", "events"];

/** The first of `scopes` that these roles do not allow. */
export function refusedScope(roles: readonly Role[], scopes: Iterable<string>): string | undefined {
  return roles.includes(Role.ADMIN) ? undefined : [...scopes].find((scope) => administrative.includes(scope));
}
