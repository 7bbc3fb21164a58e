import { createHash, randomBytes } from "node:crypto";
import { MikroORM } from "@mikro-orm/postgresql";
import { migrate } from "../persistence/migrate.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";

export interface TestDatabase {
  /** The serving role's connection: what it may not do in production, it may not do in a test. */
  readonly url: string;
  readonly ownerUrl: string;
  /** Runs SQL as the schema's owner, who may do what the serving role may not. */
  asOwner(sql: string): Promise<void>;
  drop(): Promise<void>;
}

const password = "test";

/**
 * A database of its own for one test file, copied from a template that was migrated once.
 * The server is the one in TEST_DATABASE_ADMIN_URL, which the test command starts.
 */
export async function createTestDatabase(definition: SubgraphDefinition): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_DATABASE_ADMIN_URL;
  if (!adminUrl)
    throw new Error("TEST_DATABASE_ADMIN_URL is not set: run tests through vitest, which starts PostgreSQL.");
  const admin = await open(adminUrl);
  const execute = (sql: string) => admin.em.getConnection().execute(sql);
  const owner = `test_${definition.name}_owner`;
  const application = `test_${definition.name}_app`;
  const version = createHash("sha256").update(definition.migrations.map(String).join()).digest("hex").slice(0, 12);
  const template = `template_${definition.name}_${version}`;
  const urlFor = (role: string, database: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${database}`;
    return url.href;
  };

  // One test file migrates the template, the others wait for it.
  const lock = Number.parseInt(createHash("sha256").update(template).digest("hex").slice(0, 8), 16);
  const name = `test_${definition.name}_${randomBytes(6).toString("hex")}`;
  await admin.em.transactional(async (em) => {
    await em.execute("select pg_advisory_xact_lock(?)", [lock]);
    const [known] = await execute(`select 1 from pg_database where datname = '${template}' and datistemplate`);
    if (!known) {
      for (const role of [owner, application]) {
        const [existing] = await execute(`select 1 from pg_roles where rolname = '${role}'`);
        if (!existing) await execute(`create role ${role} login password '${password}'`);
      }
      await execute(`drop database if exists ${template}`);
      await execute(`create database ${template} owner ${owner}`);
      await migrate(definition, {
        ownerUrl: urlFor(owner, template),
        applicationRole: application,
        ownerIsApplication: false,
        broker: undefined,
      });
      await execute(`alter database ${template} is_template true`);
    }
    await execute(`create database ${name} template ${template} owner ${owner}`);
  });

  return {
    url: urlFor(application, name),
    ownerUrl: urlFor(owner, name),
    async asOwner(sql) {
      const orm = await open(urlFor(owner, name));
      await orm.em.getConnection().execute(sql);
      await orm.close(true);
    },
    async drop() {
      await execute(`drop database if exists ${name} with (force)`);
      await admin.close(true);
    },
  };
}

function open(clientUrl: string): Promise<MikroORM> {
  return MikroORM.init({ clientUrl, entities: [], discovery: { warnWhenNoEntities: false } });
}
