import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MikroORM } from "@mikro-orm/postgresql";
import { defaultCareDays } from "../care/care.window.ts";
import type { SubgraphConfig } from "../config/config.ts";
import { ensureSubscriptions } from "../events/configured.bus.ts";
import { subscriptionsOf } from "../events/event.consumers.ts";
import { createSubgraphServer } from "../http/subgraph.server.ts";
import type { ImportReport } from "../import/import.service.ts";
import { openOrm } from "../persistence/orm.ts";
import { openDataKeys } from "../sensitive/data.keys.ts";
import { keyFileService } from "../sensitive/key-file.service.ts";
import { createKeyring, useKeyring } from "../sensitive/keyring.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { createTestDatabase, type TestDatabase } from "./test.database.ts";
import { startTestIssuer, type TestIssuer, type TestViewer } from "./test.issuer.ts";

export interface GraphQLAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query, which a test knows
  readonly data?: any;
  readonly errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; [key: string]: unknown };
  }[];
}

export interface TestSubgraph {
  readonly url: string;
  readonly orm: MikroORM;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  /**
   * Every SQL statement that was sent since the last `statements.length = 0`, but for those that ask who is restricted: one
   * for each request of whoever is no administrator, and one for each command.
   */
  readonly statements: string[];
  query(viewer: TestViewer, query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  /** Sends rows to `POST /import/<plural>`, numbered from line 2 as in a file with a header. */
  import(viewer: TestViewer, plural: string, rows: readonly object[]): Promise<ImportReport>;
  close(): Promise<void>;
}

/**
 * A subgraph as it really runs, over HTTP and its own database, in this process.
 * It has no broker unless `options.config.brokerUrl` names one, such as that of `createTestBroker`.
 * @param options.beside another process of it, whose database and issuer this one shares and leaves behind.
 */
export async function startTestSubgraph(
  definition: SubgraphDefinition,
  options: { readonly beside?: TestSubgraph; readonly config?: Partial<SubgraphConfig> } = {},
): Promise<TestSubgraph> {
  if (!options.beside) useKeyring(createKeyring());
  const database = options.beside?.database ?? (await createTestDatabase(definition));
  const issuer = options.beside?.issuer ?? (await startTestIssuer());
  const statements: string[] = [];
  const keys = openDataKeys({ databaseUrl: database.url, subgraph: definition.name, service: keyFileService });
  const orm = await openOrm({
    url: database.url,
    entities: definition.entities,
    ...(definition.unowned && { unowned: definition.unowned }),
    keys,
    onStatement: (sql) => {
      if (!sql.includes(" from restricted_patient ")) statements.push(sql);
    },
  });
  const config: SubgraphConfig = {
    name: definition.name,
    mode: "demo",
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    databaseUrl: database.url,
    brokerUrl: undefined,
    issuer: issuer.issuer,
    jwksUrl: issuer.jwksUrl,
    revocationsUrl: issuer.revocationsUrl,
    keysFile: join(tmpdir(), "unused"),
    kms: undefined,
    files: { folder: join(tmpdir(), `careconnect-files-${new URL(database.url).pathname.slice(1)}`) },
    careDays: defaultCareDays,
    supervised: false,
    ...options.config,
  };
  if (config.brokerUrl)
    await ensureSubscriptions({ url: config.brokerUrl }, definition.name, subscriptionsOf(definition));
  const release = async () => {
    await orm.close(true);
    await keys.close();
    if (options.beside) return;
    if (config.files && "folder" in config.files) await rm(config.files.folder, { recursive: true, force: true });
    await issuer.close();
    await database.drop();
  };
  const app = await createSubgraphServer(definition, config, orm, createMetrics(definition.name)).catch(
    async (error: unknown) => {
      await release();
      throw error;
    },
  );
  const url = await app.listen({ host: config.host, port: config.port });

  const post = async (viewer: TestViewer, path: string, contentType: string, body: string) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": contentType, authorization: `Bearer ${await issuer.tokenFor(viewer)}` },
      body,
    });
  return {
    url,
    orm,
    database,
    issuer,
    statements,
    async query(viewer, query, variables = {}) {
      const response = await post(viewer, "/graphql", "application/json", JSON.stringify({ query, variables }));
      return { status: response.status, ...((await response.json()) as object) };
    },
    async import(viewer, plural, rows) {
      const body = rows.map((row, index) => JSON.stringify({ line: index + 2, ...row })).join("\n");
      const response = await post(viewer, `/import/${plural}`, "application/x-ndjson", body);
      if (!response.ok) throw new Error(`The import answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as ImportReport;
    },
    async close() {
      await app.close();
      await release();
    },
  };
}
