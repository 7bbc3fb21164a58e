import { z } from "zod";

/** Where a subgraph runs: `demo` has conveniences that `production` refuses to start with. */
export type Mode = "demo" | "production";

export interface SubgraphConfig {
  readonly name: string;
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** The application role's connection: it serves, and cannot alter the schema. */
  readonly databaseUrl: string;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly keysFile: string;
  /** True when a supervisor holds our stdin open: its end is ours. */
  readonly supervised: boolean;
}

/** A start that cannot succeed. Its message is one sentence for the operator, printed without a stack. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const postgresUrl = z
  .string({ error: "is missing; it must be a postgres:// URL" })
  .refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), "must be a postgres:// URL");

const httpUrl = z
  .string({ error: "is missing; it must be an http(s) URL" })
  .refine(URL.canParse, "must be an http(s) URL");

/** Reads and validates the environment of the subgraph `name`; every problem is named in one {@link ConfigurationError}. */
export function readConfig(name: string, env: NodeJS.ProcessEnv): SubgraphConfig {
  const databaseUrl = databaseUrlOf(name);
  const parsed = parseEnvironment(
    z.object({
      CARECONNECT_MODE: modeSchema,
      HOST: z.string().min(1).default("127.0.0.1"),
      PORT: z.coerce.number({ error: "must be a port number" }).int().min(0).max(65_535),
      LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
      [databaseUrl]: postgresUrl,
      OIDC_ISSUER: httpUrl,
      OIDC_JWKS_URL: httpUrl,
      CARECONNECT_KEYS_FILE: z.string({ error: "is missing; it must be the path of this subgraph's key file" }).min(1),
      CARECONNECT_SUPERVISED: z.enum(["0", "1"]).default("0"),
    }),
    env,
  );
  return {
    name,
    mode: parsed.CARECONNECT_MODE,
    host: parsed.HOST,
    port: parsed.PORT,
    logLevel: parsed.LOG_LEVEL,
    databaseUrl: parsed[databaseUrl],
    issuer: parsed.OIDC_ISSUER,
    jwksUrl: parsed.OIDC_JWKS_URL,
    keysFile: parsed.CARECONNECT_KEYS_FILE,
    supervised: parsed.CARECONNECT_SUPERVISED === "1",
  };
}

export interface MigrationConfig {
  readonly ownerUrl: string;
  /** The role that serves, and is granted exactly what serving needs. */
  readonly applicationRole: string;
  /** One role does both: allowed in demo mode alone. */
  readonly ownerIsApplication: boolean;
}

/** Reads what `migrate` needs: the owner's connection and the name of the role that will serve. */
export function readMigrationConfig(name: string, env: NodeJS.ProcessEnv): MigrationConfig {
  const application = databaseUrlOf(name);
  const owner = `DATABASE_OWNER_URL_${name.toUpperCase()}` as "DATABASE_OWNER_URL";
  const parsed = parseEnvironment(
    z.object({ CARECONNECT_MODE: modeSchema, [application]: postgresUrl, [owner]: postgresUrl.optional() }),
    env,
  );
  const applicationUrl = parsed[application];
  const ownerUrl = parsed[owner] ?? applicationUrl;
  const applicationRole = decodeURIComponent(new URL(applicationUrl).username);
  const ownerIsApplication = decodeURIComponent(new URL(ownerUrl).username) === applicationRole;
  if (parsed.CARECONNECT_MODE === "production" && ownerIsApplication) {
    throw new ConfigurationError(
      `${owner} must name another role than ${application}: in production the role that serves may not own the tables.`,
    );
  }
  return { ownerUrl, applicationRole, ownerIsApplication };
}

/** The variable that names a subgraph's database; typed as one literal, so that its value keeps its type. */
function databaseUrlOf(name: string): "DATABASE_URL" {
  return `DATABASE_URL_${name.toUpperCase()}` as "DATABASE_URL";
}

const modeSchema = z.enum(["demo", "production"]).default("production");

function parseEnvironment<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new ConfigurationError(`The configuration is incomplete: ${problems.join("; ")}.`);
}
