import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type CareDays, defaultCareDays } from "../care/care.window.ts";
import type { FileStoreOptions } from "../files/configured.store.ts";
import type { KmsOptions } from "../sensitive/aws-kms.service.ts";

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
  /** The broker that carries events between subgraphs, a database or a RabbitMQ; undefined in a demo without one. */
  readonly brokerUrl: string | undefined;
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Where the issuer tells which tokens were revoked. */
  readonly revocationsUrl: string;
  readonly keysFile: string;
  /** Where data keys are wrapped; undefined when the key file does it. */
  readonly kms: KmsOptions | undefined;
  /** Where files are kept; undefined when nobody said so. */
  readonly files: FileStoreOptions | undefined;
  /** How long a visit makes its patient one of the provider's. */
  readonly careDays: CareDays;
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

const brokerUrl = z
  .string({ error: "is missing; it must be a postgres:// or amqp:// URL" })
  .refine(
    (value) => /^(postgres(ql)?|amqps?):\/\//.test(value) && URL.canParse(value),
    "must be a postgres:// or amqp:// URL",
  );

const httpUrl = z
  .string({ error: "is missing; it must be an http(s) URL" })
  .refine(URL.canParse, "must be an http(s) URL");

const days = z.coerce
  .number({ error: "must be a number of days" })
  .int("must be a whole number of days")
  .min(0, "must not be negative")
  .max(3_650, "must be 3650 days at most");

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
      BROKER_URL: brokerUrl.optional(),
      OIDC_ISSUER: httpUrl,
      OIDC_JWKS_URL: httpUrl,
      OIDC_REVOCATIONS_URL: httpUrl.optional(),
      CARECONNECT_KEYS_FILE: keysFile,
      ...kmsVariables,
      ...fileVariables,
      CARE_DAYS_BEFORE: days.default(defaultCareDays.before),
      CARE_DAYS_AHEAD: days.default(defaultCareDays.ahead),
      CARECONNECT_SUPERVISED: z.enum(["0", "1"]).default("0"),
    }),
    env,
  );
  if (parsed.CARECONNECT_MODE === "production" && !parsed.BROKER_URL)
    throw new ConfigurationError(
      "BROKER_URL is missing: without a broker no subgraph learns of what happens in another.",
    );
  return {
    name,
    mode: parsed.CARECONNECT_MODE,
    host: parsed.HOST,
    port: parsed.PORT,
    logLevel: parsed.LOG_LEVEL,
    databaseUrl: parsed[databaseUrl],
    brokerUrl: parsed.BROKER_URL,
    issuer: parsed.OIDC_ISSUER,
    jwksUrl: parsed.OIDC_JWKS_URL,
    revocationsUrl: parsed.OIDC_REVOCATIONS_URL ?? new URL("revocations", parsed.OIDC_JWKS_URL).href,
    keysFile: parsed.CARECONNECT_KEYS_FILE,
    kms: kmsOptions(parsed),
    files: fileStoreOptions(parsed),
    careDays: { before: parsed.CARE_DAYS_BEFORE, ahead: parsed.CARE_DAYS_AHEAD },
    supervised: parsed.CARECONNECT_SUPERVISED === "1",
  };
}

export interface MigrationConfig {
  readonly ownerUrl: string;
  /** The role that serves, and is granted exactly what serving needs. */
  readonly applicationRole: string;
  /** One role does both: allowed in demo mode alone. */
  readonly ownerIsApplication: boolean;
  /** Where the queues of the subgraph's consumers are made; undefined in a demo without a broker. */
  readonly broker: { readonly url: string; readonly ownerUrl: string | undefined } | undefined;
}

/** Reads what `migrate` needs: the owner's connection and the name of the role that will serve. */
export function readMigrationConfig(name: string, env: NodeJS.ProcessEnv): MigrationConfig {
  const application = databaseUrlOf(name);
  const owner = `DATABASE_OWNER_URL_${name.toUpperCase()}` as "DATABASE_OWNER_URL";
  const parsed = parseEnvironment(
    z.object({
      CARECONNECT_MODE: modeSchema,
      [application]: postgresUrl,
      [owner]: postgresUrl.optional(),
      BROKER_URL: brokerUrl.optional(),
      BROKER_OWNER_URL: brokerUrl.optional(),
    }),
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
  const broker = parsed.BROKER_URL && { url: parsed.BROKER_URL, ownerUrl: parsed.BROKER_OWNER_URL };
  return { ownerUrl, applicationRole, ownerIsApplication, broker: broker || undefined };
}

export interface RotationConfig {
  /** Rotation changes rows that the serving role may not, such as those of an append-only table. */
  readonly ownerUrl: string;
  readonly keysFile: string;
  readonly kms: KmsOptions | undefined;
}

/** Reads what `rotate-keys` needs. */
export function readRotationConfig(name: string, env: NodeJS.ProcessEnv): RotationConfig {
  const { ownerUrl } = readMigrationConfig(name, env);
  const parsed = parseEnvironment(z.object({ CARECONNECT_KEYS_FILE: keysFile, ...kmsVariables }), env);
  return {
    ownerUrl,
    keysFile: parsed.CARECONNECT_KEYS_FILE,
    kms: kmsOptions(parsed),
  };
}

export interface DeadLetterConfig {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
}

/** Reads what `dead-letters` needs. */
export function readDeadLetterConfig(name: string, env: NodeJS.ProcessEnv): DeadLetterConfig {
  const databaseUrl = databaseUrlOf(name);
  const parsed = parseEnvironment(z.object({ [databaseUrl]: postgresUrl, BROKER_URL: brokerUrl }), env);
  return { databaseUrl: parsed[databaseUrl], brokerUrl: parsed.BROKER_URL };
}

export interface BrokerMigrationConfig {
  readonly ownerUrl: string;
  /** The role that the subgraphs connect with. */
  readonly applicationRole: string;
}

/** Reads what `migrate-broker` needs. */
export function readBrokerMigrationConfig(env: NodeJS.ProcessEnv): BrokerMigrationConfig {
  const parsed = parseEnvironment(z.object({ BROKER_URL: brokerUrl, BROKER_OWNER_URL: brokerUrl }), env);
  return {
    ownerUrl: parsed.BROKER_OWNER_URL,
    applicationRole: decodeURIComponent(new URL(parsed.BROKER_URL).username),
  };
}

const keysFile = z.string({ error: "is missing; it must be the path of this subgraph's key file" }).min(1);

const kmsVariables = {
  KMS_KEY_ID: z.string().min(1).optional(),
  KMS_ENDPOINT: httpUrl.optional(),
  AWS_REGION: z.string().min(1).optional(),
};

function kmsOptions(parsed: z.output<z.ZodObject<typeof kmsVariables>>): KmsOptions | undefined {
  if (!parsed.KMS_KEY_ID) return undefined;
  const region = parsed.AWS_REGION ?? /^arn:[\w-]+:kms:([\w-]+):/.exec(parsed.KMS_KEY_ID)?.[1];
  if (!region)
    throw new ConfigurationError("AWS_REGION is missing: KMS_KEY_ID is no ARN, which would name the key's region.");
  return { keyId: parsed.KMS_KEY_ID, endpoint: parsed.KMS_ENDPOINT, region };
}

const fileVariables = {
  FILE_STORE_URL: z
    .string()
    .regex(/^(file:\/\/\/.+|s3:\/\/[a-z0-9][a-z0-9.-]+)$/, "must be file:///<folder> or s3://<bucket>")
    .optional(),
  FILE_STORE_ENDPOINT: httpUrl.optional(),
  /** Where a demo keeps what it has. */
  CARECONNECT_DATA: z.string().min(1).optional(),
};

function fileStoreOptions(
  parsed: z.output<z.ZodObject<typeof fileVariables & typeof kmsVariables>> & { readonly CARECONNECT_MODE: Mode },
): FileStoreOptions | undefined {
  const { FILE_STORE_URL: url, CARECONNECT_DATA: data } = parsed;
  if (url === undefined)
    return data === undefined || parsed.CARECONNECT_MODE === "production" ? undefined : { folder: join(data, "files") };
  if (url.startsWith("file:")) return { folder: fileURLToPath(url) };
  if (!parsed.AWS_REGION)
    throw new ConfigurationError("AWS_REGION is missing: FILE_STORE_URL names a bucket, which is in some region.");
  return { bucket: new URL(url).host, endpoint: parsed.FILE_STORE_ENDPOINT, region: parsed.AWS_REGION };
}

/** The variable that names a subgraph's database; typed as one literal, so that its value keeps its type. */
function databaseUrlOf(name: string): "DATABASE_URL" {
  return `DATABASE_URL_${name.toUpperCase()}` as "DATABASE_URL";
}

const modeSchema = z.enum(["demo", "production"]).default("production");

/** The variables that somebody has said something of: containers are given what nobody has, empty. */
export function givenVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

function parseEnvironment<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const result = schema.safeParse(givenVariables(env));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new ConfigurationError(`The configuration is incomplete: ${problems.join("; ")}.`);
}
