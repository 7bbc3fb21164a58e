import { z } from "zod";
import type { FilesUpstream } from "./http/files.proxy.ts";

export type Authentication =
  | { readonly kind: "none" }
  | { readonly kind: "oidc"; readonly issuer: string; readonly jwksUrl: URL };

/** What the router needs to know before it starts. Paths are absolute or relative to the working directory. */
export interface RouterConfig {
  readonly mode: "demo" | "production";
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly supervised: boolean;
  readonly authentication: Authentication;
  readonly supergraphFile: string;
  /** Absent when the router runs alone over a foreign supergraph. */
  readonly operationsFile: string | undefined;
  readonly subgraphUrls: ReadonlyMap<string, string>;
  readonly subgraphTimeout: number;
  /** Absent when the router runs alone: then there is no /oidc. */
  readonly identityUrl: URL | undefined;
  /** Who is told of payments; absent when nobody is: then there is no /webhooks. */
  readonly webhooksUrl: URL | undefined;
  /** Who keeps files, and who prints them; where nobody does, there is no /files. */
  readonly files: readonly FilesUpstream[];
  /** Where browsers send files to by themselves: a bucket; absent where files are sent to us. */
  readonly uploadOrigin: string | undefined;
  /** Absent when the router runs alone or without authentication: then nobody can sign in with a browser. */
  readonly sessions: SessionConfig | undefined;
  readonly webRoot: string | undefined;
  /** The origin that browsers see, without a trailing slash. */
  readonly publicUrl: string;
  /** Whether browsers reach us by https, directly or through a proxy that ends TLS. */
  readonly secure: boolean;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** How many sockets may be open at once; a site behind one address holds many people. */
  readonly sockets: { readonly perAddress: number; readonly perViewer: number };
}

/** What browser sessions need. */
export interface SessionConfig {
  readonly databaseUrl: string;
  /** Shared with identity, which knows the router by it. */
  readonly clientSecret: string;
  /** After so long without a sign of the user the session ends. */
  readonly idleMinutes: number;
}

/** What the command line decides; everything else comes from the environment. */
export interface CommandLine {
  readonly supergraph?: string | undefined;
  readonly port?: string | undefined;
  readonly auth?: string | undefined;
}

/** Carries one sentence per problem, each naming the variable or the option to change. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

const optional = (value: unknown): unknown => (value === "" ? undefined : value);

const httpUrl = (variable: string) =>
  z.preprocess(
    optional,
    z
      .string()
      .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), {
        error: `${variable} must be an http or https URL, for example http://127.0.0.1:4001.`,
      })
      .optional(),
  );

const databaseUrl = (variable: string) => {
  const error = `Set ${variable} to a connection string, as in postgresql://role:password@host:5432/router.`;
  return z.string({ error }).refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), { error });
};

const list = z.preprocess(optional, z.string().default("")).transform((value) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

/** As browsers name pages: anything else would be no page's, or everybody's. */
const isOrigin = (value: string) =>
  /^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value;

const origins = (variable: string) =>
  list.refine((values) => values.every(isOrigin), {
    error: `${variable} must be origins without a path, separated by commas, for example https://partner.example.`,
  });

const wholeNumber = (variable: string, fallback: number, least: number, most: number) => {
  const error = `${variable} must be a whole number from ${least} to ${most}.`;
  return z.preprocess(
    optional,
    z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error }).default(fallback),
  );
};

const choice = <const Values extends readonly [string, ...string[]]>(variable: string, values: Values) =>
  z.preprocess(optional, z.enum(values, { error: `${variable} must be one of: ${values.join(", ")}.` }).optional());

const environment = z.object({
  CARECONNECT_MODE: choice("CARECONNECT_MODE", ["demo", "production"]),
  CARECONNECT_SUPERVISED: z.string().optional(),
  CARECONNECT_PUBLIC_URL: httpUrl("CARECONNECT_PUBLIC_URL"),
  CARECONNECT_TLS: choice("CARECONNECT_TLS", ["upstream"]),
  CARECONNECT_ALLOWED_ORIGINS: origins("CARECONNECT_ALLOWED_ORIGINS"),
  CARECONNECT_TRUSTED_PROXIES: list,
  HOST: z.preprocess(optional, z.string().default("127.0.0.1")),
  PORT: wholeNumber("PORT", 4000, 0, 65_535),
  LOG_LEVEL: choice("LOG_LEVEL", ["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
  OIDC_ISSUER: httpUrl("OIDC_ISSUER"),
  OIDC_JWKS_URL: httpUrl("OIDC_JWKS_URL"),
  IDENTITY_URL: httpUrl("IDENTITY_URL"),
  FILES_URL: httpUrl("FILES_URL"),
  WEBHOOKS_URL: httpUrl("WEBHOOKS_URL"),
  INVOICE_FILES_URL: httpUrl("INVOICE_FILES_URL"),
  FILE_STORE_URL: z.preprocess(optional, z.string().optional()),
  FILE_STORE_ENDPOINT: httpUrl("FILE_STORE_ENDPOINT"),
  AWS_REGION: z.preprocess(optional, z.string().optional()),
  OIDC_WEB_CLIENT_SECRET: z.preprocess(optional, z.string().optional()),
  DATABASE_URL_ROUTER: z.preprocess(optional, databaseUrl("DATABASE_URL_ROUTER").optional()),
  SESSION_IDLE_MINUTES: wholeNumber("SESSION_IDLE_MINUTES", 30, 3, 720),
  SUPERGRAPH_FILE: z.preprocess(optional, z.string().default("schema/supergraph.graphql")),
  OPERATIONS_FILE: z.preprocess(optional, z.string().default("schema/operations/manifest.json")),
  WEB_ROOT: z.preprocess(optional, z.string().default("web/dist")),
  SUBGRAPH_TIMEOUT_MS: wholeNumber("SUBGRAPH_TIMEOUT_MS", 10_000, 50, 10_000),
  SOCKETS_PER_ADDRESS: wholeNumber("SOCKETS_PER_ADDRESS", 1_000, 1, 20_000),
  SOCKETS_PER_VIEWER: wholeNumber("SOCKETS_PER_VIEWER", 50, 1, 20_000),
});

type Environment = z.infer<typeof environment>;

/** The narrower path first, so that it reads as it is matched. */
function filesUpstreams({ FILES_URL, INVOICE_FILES_URL }: Environment): FilesUpstream[] {
  return [
    ...(INVOICE_FILES_URL === undefined
      ? []
      : [{ prefix: "/files/invoices", url: new URL(INVOICE_FILES_URL) } as const]),
    ...(FILES_URL === undefined ? [] : [{ prefix: "/files", url: new URL(FILES_URL) } as const]),
  ];
}

/** The origin of the addresses that the file store signs, as the AWS SDK makes them: a name with a dot is no host of a certificate. */
function uploadOrigin({ FILE_STORE_URL, FILE_STORE_ENDPOINT, AWS_REGION }: Environment): string | undefined {
  const [, bucket] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)$/.exec(FILE_STORE_URL ?? "") ?? [];
  if (bucket === undefined) return undefined;
  if (FILE_STORE_ENDPOINT !== undefined) return new URL(FILE_STORE_ENDPOINT).origin;
  const host = `s3.${AWS_REGION}.amazonaws.com${AWS_REGION?.startsWith("cn-") ? ".cn" : ""}`;
  return `https://${bucket.includes(".") ? host : `${bucket}.${host}`}`;
}

function uploadProblems({ FILE_STORE_URL, FILE_STORE_ENDPOINT, AWS_REGION }: Environment): string[] {
  return FILE_STORE_URL?.startsWith("s3:") && FILE_STORE_ENDPOINT === undefined && AWS_REGION === undefined
    ? ["Set AWS_REGION to the region of the bucket in FILE_STORE_URL: pages send files there by themselves."]
    : [];
}

function subgraphUrls(variables: NodeJS.ProcessEnv): { urls: Map<string, string>; problems: string[] } {
  const urls = new Map<string, string>();
  const problems: string[] = [];
  for (const [variable, value] of Object.entries(variables)) {
    if (!variable.startsWith("SUBGRAPH_URL_") || value === undefined || value === "") continue;
    if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
      problems.push(`${variable} must be an http or https URL, for example http://127.0.0.1:4001/graphql.`);
      continue;
    }
    urls.set(variable.slice("SUBGRAPH_URL_".length), value);
  }
  return { urls, problems };
}

function productionProblems(values: Environment, withoutAuthentication: boolean): string[] {
  const problems: string[] = [];
  if (withoutAuthentication) {
    problems.push(
      "--auth none is refused when CARECONNECT_MODE is production: remove it and set OIDC_ISSUER and OIDC_JWKS_URL.",
    );
  }
  const publicUrl = values.CARECONNECT_PUBLIC_URL;
  if (values.CARECONNECT_TLS !== "upstream" && !publicUrl?.startsWith("https://")) {
    problems.push(
      "CARECONNECT_PUBLIC_URL must be the public https:// address in production, or set CARECONNECT_TLS=upstream when a proxy in front of the router ends TLS.",
    );
  }
  return problems;
}

function authenticationOf(
  values: Environment,
  command: CommandLine,
): { authentication: Authentication; problems: string[] } {
  if (command.auth === "none") return { authentication: { kind: "none" }, problems: [] };
  const alternative = command.supergraph === undefined ? "" : ", or start with --auth none";
  const problems = [
    ...(values.OIDC_ISSUER === undefined ? [`Set OIDC_ISSUER to the issuer of the access tokens${alternative}.`] : []),
    ...(values.OIDC_JWKS_URL === undefined ? [`Set OIDC_JWKS_URL to the issuer's key set${alternative}.`] : []),
  ];
  const jwksUrl = new URL(values.OIDC_JWKS_URL ?? "http://127.0.0.1");
  return { authentication: { kind: "oidc", issuer: values.OIDC_ISSUER ?? "", jwksUrl }, problems };
}

function sessionsOf(
  values: Environment,
  authentication: Authentication,
): { sessions: SessionConfig | undefined; problems: string[] } {
  if (authentication.kind === "none") return { sessions: undefined, problems: [] };
  const { OIDC_WEB_CLIENT_SECRET: clientSecret, DATABASE_URL_ROUTER: url, SESSION_IDLE_MINUTES: idleMinutes } = values;
  const problems = [
    ...(clientSecret === undefined
      ? ["Set OIDC_WEB_CLIENT_SECRET to the secret that the router and identity share."]
      : []),
    ...(url === undefined
      ? ["Set DATABASE_URL_ROUTER to the database of browser sessions: postgresql://role:password@host:5432/router."]
      : []),
  ];
  return { sessions: { databaseUrl: url ?? "", clientSecret: clientSecret ?? "", idleMinutes }, problems };
}

/**
 * Validates the environment and the command line.
 * @throws ConfigurationError with every problem found.
 */
export function readConfig(variables: NodeJS.ProcessEnv, command: CommandLine): RouterConfig {
  const alone = command.supergraph !== undefined;
  const parsed = environment.safeParse({ ...variables, ...(command.port === undefined ? {} : { PORT: command.port }) });
  const overrides = subgraphUrls(variables);
  if (!parsed.success) {
    throw new ConfigurationError([
      ...new Set(parsed.error.issues.map((issue) => issue.message)),
      ...overrides.problems,
    ]);
  }
  const values = parsed.data;
  // Running alone over a file is a developer's act; a service that lacks its setting must fall to the strict side.
  const mode = values.CARECONNECT_MODE ?? (alone ? "demo" : "production");
  const { authentication, problems } = authenticationOf(values, command);
  problems.push(...overrides.problems);
  if (command.auth !== undefined && command.auth !== "none") {
    problems.push(`--auth knows only "none": leave it out to verify tokens.`);
  }
  const browser = alone ? undefined : sessionsOf(values, authentication);
  problems.push(...(browser?.problems ?? []));
  if (!alone && values.IDENTITY_URL === undefined) {
    problems.push("Set IDENTITY_URL to the address of the identity service, for example http://127.0.0.1:4001.");
  }
  if (!alone) problems.push(...uploadProblems(values));
  if (mode === "production") problems.push(...productionProblems(values, command.auth === "none"));
  if (problems.length > 0) throw new ConfigurationError(problems);

  const publicUrl = (values.CARECONNECT_PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, "");
  return {
    mode,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL ?? (alone ? "warn" : "info"),
    supervised: values.CARECONNECT_SUPERVISED === "1",
    authentication,
    supergraphFile: command.supergraph ?? values.SUPERGRAPH_FILE,
    operationsFile: alone ? undefined : values.OPERATIONS_FILE,
    subgraphUrls: overrides.urls,
    subgraphTimeout: values.SUBGRAPH_TIMEOUT_MS,
    webhooksUrl: alone || values.WEBHOOKS_URL === undefined ? undefined : new URL(values.WEBHOOKS_URL),
    files: alone ? [] : filesUpstreams(values),
    uploadOrigin: alone ? undefined : uploadOrigin(values),
    identityUrl: alone || values.IDENTITY_URL === undefined ? undefined : new URL(values.IDENTITY_URL),
    sessions: browser?.sessions,
    webRoot: alone ? undefined : values.WEB_ROOT,
    publicUrl,
    secure: values.CARECONNECT_TLS === "upstream" || publicUrl.startsWith("https://"),
    allowedOrigins: values.CARECONNECT_ALLOWED_ORIGINS,
    trustedProxies: values.CARECONNECT_TRUSTED_PROXIES,
    sockets: { perAddress: values.SOCKETS_PER_ADDRESS, perViewer: values.SOCKETS_PER_VIEWER },
  };
}

/** What the migration of the session store needs to know. */
export interface MigrationConfig {
  readonly ownerUrl: string;
  /** The role that serves; it is granted rows and no more. */
  readonly applicationRole: string;
}

const migrationEnvironment = z.object({
  CARECONNECT_MODE: choice("CARECONNECT_MODE", ["demo", "production"]),
  DATABASE_URL_ROUTER: databaseUrl("DATABASE_URL_ROUTER"),
  DATABASE_OWNER_URL_ROUTER: databaseUrl("DATABASE_OWNER_URL_ROUTER"),
});

/** @throws ConfigurationError with every problem found. */
export function readMigrationConfig(variables: NodeJS.ProcessEnv): MigrationConfig {
  const parsed = migrationEnvironment.safeParse(variables);
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => issue.message));
  const { CARECONNECT_MODE: mode, DATABASE_URL_ROUTER: application, DATABASE_OWNER_URL_ROUTER: ownerUrl } = parsed.data;
  const roleOf = (url: string) => decodeURIComponent(new URL(url).username);
  if (mode !== "demo" && roleOf(ownerUrl) === roleOf(application)) {
    throw new ConfigurationError([
      "DATABASE_OWNER_URL_ROUTER and DATABASE_URL_ROUTER name the same role: the one that serves must not own its tables.",
    ]);
  }
  return { ownerUrl, applicationRole: roleOf(application) };
}
