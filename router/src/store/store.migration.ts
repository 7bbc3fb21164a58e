import { readdir, readFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import pg from "pg";
import { limits } from "../limits/router.limits.ts";

/** Held while migrating, so that of two who migrate at once the second finds the work done. */
const advisoryLock = 7_264_001;

/** The same folder for the sources and for what is built from them. */
function migrationFolder(): string {
  const manifest = findPackageJSON("..", import.meta.url);
  if (manifest === undefined) throw new Error("The router's package.json is missing.");
  return join(dirname(manifest), "migrations");
}

/** Runs the migrations that the database has not seen, all or none, and grants the serving role what it needs. */
export async function migrateStore(ownerUrl: string, applicationRole: string): Promise<void> {
  const folder = migrationFolder();
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "router migration",
    connectionTimeoutMillis: limits.store.connectTimeout,
  });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [advisoryLock]);
    await client.query(
      "create table if not exists migration (name text primary key, applied_at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ name: string }>("select name from migration");
    const applied = new Set(rows.map(({ name }) => name));
    for (const name of names.filter((candidate) => !applied.has(candidate))) {
      await client.query(await readFile(join(folder, name), "utf8"));
      await client.query("insert into migration (name) values ($1)", [name]);
    }
    const role = pg.escapeIdentifier(applicationRole);
    await client.query(`
      grant usage on schema public to ${role};
      grant select, insert, update, delete on sign_in_attempt, browser_session to ${role};
    `);
    await client.query("commit");
  } finally {
    await client.end();
  }
}
