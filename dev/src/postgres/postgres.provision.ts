import pg from "pg";

/** Extensions every database has, in a schema of their own so that a schema diff never sees them. */
export const extensions = ["btree_gist", "citext", "pg_trgm", "pgcrypto", "unaccent"];

export interface DatabaseRoles {
  database: string;
  owner: { role: string; password: string };
  app: { role: string; password: string };
}

/** Connection string of the superuser for a database; without a name for the maintenance database. */
export type AdminUrl = (database?: string) => string;

/** What CREATE DATABASE copies: the extensions, usable by every role that may connect. */
export async function prepareTemplate(adminUrl: AdminUrl): Promise<void> {
  await withClient(adminUrl("template1"), async (client) => {
    await client.query("create schema if not exists extensions");
    await client.query("grant usage on schema extensions to public");
    for (const name of extensions) await client.query(`create extension if not exists ${name} with schema extensions`);
  });
}

/**
 * Makes the databases and their two roles, and closes every door between them; a second run changes nothing.
 * The application role may connect and look into schema public: what it may do with a table is granted by migrations.
 */
export async function provisionDatabases(adminUrl: AdminUrl, databases: DatabaseRoles[]): Promise<void> {
  await prepareTemplate(adminUrl);
  await withClient(adminUrl(), async (client) => {
    await client.query("revoke all on database postgres, template1 from public");
    for (const { database, owner, app } of databases) {
      await ensureRole(client, owner.role, owner.password);
      await ensureRole(client, app.role, app.password);
      await ensureDatabase(client, database, owner.role);
      await client.query(
        `revoke all on database ${name(database)} from public;
         grant connect on database ${name(database)} to ${name(app.role)}`,
      );
    }
  });
  await Promise.all(
    databases.map(({ database, app }) =>
      withClient(adminUrl(database), async (client) => {
        await client.query(
          `revoke create on schema public from public; grant usage on schema public to ${name(app.role)}`,
        );
      }),
    ),
  );
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
  const verb = rowCount === 0 ? "create" : "alter";
  await client.query(
    `${verb} role ${name(role)} login nosuperuser nocreatedb nocreaterole noreplication password ${pg.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: pg.Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
  if (rowCount === 0) await client.query(`create database ${name(database)} owner ${name(owner)}`);
}

function name(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
