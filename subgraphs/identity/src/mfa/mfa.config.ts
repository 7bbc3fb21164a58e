import { ConfigurationError, type Mode, Role } from "@careconnect/kit";

/** Whether one of the roles may sign in with two factors alone. */
export function needsSecondFactor(roles: readonly Role[], required: ReadonlySet<Role>): boolean {
  return roles.some((role) => required.has(role));
}

/** Whether a sign-in at the level `acr` is enough for the roles, which may be other ones than at the sign-in. */
export function showsEnough(
  roles: readonly Role[],
  acr: string | null | undefined,
  required: ReadonlySet<Role>,
): boolean {
  return acr === "aal2" || !needsSecondFactor(roles, required);
}

const clinical: readonly Role[] = [Role.ADMIN, Role.STAFF, Role.NURSE, Role.PROVIDER];

/** The roles that sign in with two factors: MFA_REQUIRED_ROLES, space-separated; in production everybody who works in the clinic. */
export function readMfaRequiredRoles(env: NodeJS.ProcessEnv, mode: Mode): ReadonlySet<Role> {
  if (env.MFA_REQUIRED_ROLES === undefined) return new Set(mode === "production" ? clinical : []);
  const names = env.MFA_REQUIRED_ROLES.split(/[\s,]+/).filter(Boolean);
  const known: readonly string[] = Object.values(Role);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new ConfigurationError(`MFA_REQUIRED_ROLES names "${unknown}": use ${known.join(", ")}, or nothing at all.`);
  return new Set(names as Role[]);
}
