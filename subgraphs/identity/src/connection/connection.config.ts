import { readFileSync } from "node:fs";
import { ConfigurationError, type Mode, Role } from "@careconnect/kit";
import { z } from "zod";

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** An issuer of somebody else's with which people of one organization sign in. */
const connection = z.strictObject({
  /** In addresses; it never changes, since accounts are linked by it. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, "must have 1 to 40 letters, digits and dashes"),
  /** What people see on the sign-in page. */
  label: z.string().min(1).max(60),
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scopes: z.array(z.string().min(1)).default(["openid", "email", "profile"]),
  /** The organization whose people sign in there. */
  organizationId: z.uuid(),
  /** The names of the claims that say who somebody is. */
  claims: z
    .strictObject({
      email: z.string().default("email"),
      /** Null when the issuer vouches for every address and says so nowhere. */
      emailVerified: z.string().nullable().default("email_verified"),
      name: z.string().default("name"),
      /** A claim with one or more groups; null when the issuer tells of none. */
      groups: z.string().nullable().default(null),
    })
    .prefault({}),
  /** Our roles for the issuer's groups. */
  roles: z.record(z.string(), z.enum(Role).exclude(["PARTNER"])).default({}),
  /**
   * The issuer's words for two factors: a sign-in there with one of them is asked for no second one here. Without any,
   * everybody shows theirs here, whatever they showed there.
   */
  twoFactors: z
    .strictObject({ acr: z.array(z.string().min(1)).default([]), amr: z.array(z.string().min(1)).default([]) })
    .prefault({}),
  /** Whether whoever has a role by their groups gets an account at their first sign-in. */
  provision: z.boolean().default(false),
});

export type Connection = Readonly<z.output<typeof connection>>;

const connections = z
  .array(connection)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "must have different ids");

/** The sign-in connections in the file that OIDC_CONNECTIONS_FILE names; none without it. */
export function readConnections(env: NodeJS.ProcessEnv, mode: Mode): readonly Connection[] {
  const file = env.OIDC_CONNECTIONS_FILE;
  if (!file) return [];
  const parsed = connections.safeParse(readJson(file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim());
    throw new ConfigurationError(`OIDC_CONNECTIONS_FILE names ${file}, in which ${problems.join("; ")}.`);
  }
  const insecure = parsed.data.find(({ issuer }) => !isSecure(new URL(issuer), mode));
  if (insecure)
    throw new ConfigurationError(`The sign-in connection ${insecure.id} has an issuer without TLS: use https.`);
  return parsed.data;
}

/** In the demo an issuer of this machine needs no TLS. */
export function isSecure(issuer: URL, mode: Mode): boolean {
  return issuer.protocol === "https:" || (mode === "demo" && loopback.has(issuer.hostname));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const error = new ConfigurationError(`OIDC_CONNECTIONS_FILE names ${file}, which cannot be read as JSON.`);
    error.cause = cause;
    throw error;
  }
}
