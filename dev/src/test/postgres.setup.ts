import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, superuserUrl } from "../postgres/postgres.cluster.ts";
import { prepareTemplate } from "../postgres/postgres.provision.ts";
import { freePort } from "../supervisor/free.port.ts";

/**
 * One PostgreSQL for a whole test run, thrown away afterwards. TEST_DATABASE_ADMIN_URL is its superuser's connection
 * string; every database made on it has our extensions. A server that is already named there is used instead.
 */
export default async function startTestPostgres(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_ADMIN_URL) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "careconnect-test-"));
  // Run by root, PostgreSQL has an account of its own, which has to reach the folder.
  chmodSync(folder, 0o755);
  const cluster = {
    folder: join(folder, "postgres"),
    password: randomBytes(24).toString("hex"),
    port: await freePort(),
  };
  const postgres = await startPostgres({
    ...cluster,
    logFile: join(folder, "postgres.log"),
    // Nothing here has to survive a power cut.
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  await prepareTemplate((database) => superuserUrl(cluster, database));
  process.env.TEST_DATABASE_ADMIN_URL = superuserUrl(cluster);
  return async () => {
    delete process.env.TEST_DATABASE_ADMIN_URL;
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
