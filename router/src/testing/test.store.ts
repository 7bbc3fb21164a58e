import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrateStore } from "../store/store.migration.ts";

export interface TestStore {
  /** The serving role's connection: what it may not do in production, it may not do in a test. */
  readonly url: string;
  readonly ownerUrl: string;
  /** Runs SQL as the owner. */
  asOwner<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  drop(): Promise<void>;
}

const password = "test";

/** A migrated session store of its own, on the server in TEST_DATABASE_ADMIN_URL, which the test command starts. */
export async function createTestStore(): Promise<TestStore> {
  const adminUrl = process.env.TEST_DATABASE_ADMIN_URL;
  if (adminUrl === undefined) {
    throw new Error("TEST_DATABASE_ADMIN_URL is not set: run tests through vitest, which starts PostgreSQL.");
  }
  const name = `test_router_${randomBytes(6).toString("hex")}`;
  const urlOf = (role: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${name}`;
    return url.href;
  };
  async function run<Row extends pg.QueryResultRow>(url: string, statements: readonly string[]): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      let rows: Row[] = [];
      for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
      return rows;
    } finally {
      await client.end();
    }
  }
  const owner = `${name}_owner`;
  const application = `${name}_app`;
  await run(adminUrl, [
    `create role ${owner} login password '${password}'`,
    `create role ${application} login password '${password}'`,
    `create database ${name} owner ${owner}`,
  ]);
  await migrateStore(urlOf(owner), application);
  return {
    url: urlOf(application),
    ownerUrl: urlOf(owner),
    asOwner: (sql) => run(urlOf(owner), [sql]),
    async drop() {
      await run(adminUrl, [
        `drop database if exists ${name} with (force)`,
        `drop role ${application}`,
        `drop role ${owner}`,
      ]);
    },
  };
}
