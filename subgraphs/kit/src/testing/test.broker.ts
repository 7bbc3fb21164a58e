import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { migratePgBoss } from "../events/pg-boss.bus.ts";

export interface TestBroker {
  /** The serving role's connection. */
  readonly url: string;
  drop(): Promise<void>;
}

const password = "test";
const owner = "test_broker_owner";
const application = "test_broker_app";

/** A broker of its own for one test file, on the server in TEST_DATABASE_ADMIN_URL. */
export async function createTestBroker(): Promise<TestBroker> {
  const adminUrl = process.env.TEST_DATABASE_ADMIN_URL;
  if (!adminUrl)
    throw new Error("TEST_DATABASE_ADMIN_URL is not set: run tests through vitest, which starts PostgreSQL.");
  const name = `test_broker_${randomBytes(6).toString("hex")}`;
  const urlFor = (role: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${name}`;
    return url.href;
  };
  await asAdmin(adminUrl, async (admin) => {
    await admin.query("begin");
    await admin.query("select pg_advisory_xact_lock(774411)");
    for (const role of [owner, application]) {
      const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [role]);
      if (rowCount === 0) await admin.query(`create role ${role} login password '${password}'`);
    }
    await admin.query("commit");
    await admin.query(`create database ${name} owner ${owner}`);
  });
  await migratePgBoss(urlFor(owner), application);
  return {
    url: urlFor(application),
    drop: () => asAdmin(adminUrl, async (admin) => void (await admin.query(`drop database ${name} with (force)`))),
  };
}

async function asAdmin(url: string, work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
