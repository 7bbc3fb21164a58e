import pg from "pg";
import { Failure } from "../failure.ts";

const connectTimeoutMs = 8_000;

/** Connects once, and says in one sentence what is wrong with the variable. The password is never part of it. */
export async function checkDatabaseUrl(variable: string, value: string): Promise<void> {
  const url = parse(variable, value);
  const client = new pg.Client({ connectionString: value, connectionTimeoutMillis: connectTimeoutMs });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
  } catch (cause) {
    throw new Failure(`${variable} does not work: ${explain(cause, url)}.`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

function parse(variable: string, value: string): URL {
  const expected = "write it as postgresql://user:password@host:5432/database";
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Failure(`${variable} is not a PostgreSQL connection string: ${expected}.`);
  }
  if (!url.hostname || url.pathname.length < 2) {
    throw new Failure(`${variable} names no ${url.hostname ? "database" : "host"}: ${expected}.`);
  }
  return url;
}

function explain(cause: unknown, url: URL): string {
  const server = `${url.hostname}:${url.port || "5432"}`;
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username);
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host ${url.hostname} is not known, check its name`;
    case "ECONNREFUSED":
      return `nothing listens at ${server}, check the address and that the server runs`;
    case "28P01":
    case "28000":
      return `${server} refuses the user ${user} or the password, check both`;
    case "3D000":
      return `${server} has no database ${database}, create it first`;
    case "42501":
      return `the user ${user} may not connect to the database ${database}, grant CONNECT`;
    default:
      return `${server} does not answer as PostgreSQL does (${cause instanceof Error ? cause.message : "no reason given"})`;
  }
}
