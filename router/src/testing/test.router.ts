import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { pino } from "pino";
import { readConfig } from "../router.config.ts";
import { startRouter } from "../router.start.ts";
import { clinicGraph } from "./clinic.graph.ts";
import { openTestBrowser, type TestBrowser } from "./test.browser.ts";
import { startTestIdentity, type TestIdentity, webClientSecret } from "./test.identity.ts";
import { createTestStore, type TestStore } from "./test.store.ts";
import { type SubgraphDefinition, startTestSubgraph, type TestSubgraph } from "./test.subgraph.ts";

export interface GraphQLAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[] | undefined;
  readonly extensions: Record<string, unknown> | undefined;
}

export interface TestRouter {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly identity: TestIdentity;
  readonly store: TestStore;
  /** What a router like this one is started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  /** Every line the router logged. */
  readonly log: string[];
  /** Posts an operation; without `authorization` among the headers a valid token is sent, with null none. */
  post(body: string | object, headers?: Record<string, string | null>): Promise<GraphQLAnswer>;
  /** A browser that knows nothing yet. */
  browser(): TestBrowser;
  /** Closes the router alone. */
  closeRouter(): Promise<void>;
  close(): Promise<void>;
}

export function composeSupergraph(subgraphs: readonly { name: string; typeDefs: string; url: string }[]): string {
  const result = composeServices(
    subgraphs.map(({ name, typeDefs, url }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (result.supergraphSdl === undefined) throw new Error(result.errors?.map((error) => error.message).join("\n"));
  return result.supergraphSdl;
}

export interface TestRouterOptions {
  readonly graph?: readonly SubgraphDefinition[];
  readonly environment?: Record<string, string>;
  /** sha256 → document */
  readonly operations?: Record<string, string>;
  /** File name → content of the web build. */
  readonly web?: Record<string, string>;
  readonly auth?: "none";
}

/** A router with everything around it, each on a free port: subgraphs, identity, a web build. */
export async function startTestRouter(options: TestRouterOptions = {}): Promise<TestRouter> {
  const folder = await mkdtemp(join(tmpdir(), "careconnect-router-"));
  const identity = await startTestIdentity();
  const store = await createTestStore();
  const subgraphs = await Promise.all((options.graph ?? clinicGraph).map(startTestSubgraph));
  const supergraphFile = join(folder, "supergraph.graphql");
  await writeFile(supergraphFile, composeSupergraph(subgraphs));
  const operationsFile = join(folder, "manifest.json");
  await writeFile(operationsFile, JSON.stringify(options.operations ?? {}));
  for (const [name, content] of Object.entries(options.web ?? {})) await writeFile(join(folder, name), content);

  const log: string[] = [];
  const environment = {
    CARECONNECT_MODE: "demo",
    PORT: "0",
    OIDC_ISSUER: identity.issuer,
    OIDC_JWKS_URL: `${identity.url}/oidc/jwks`,
    OIDC_WEB_CLIENT_SECRET: webClientSecret,
    DATABASE_URL_ROUTER: store.url,
    IDENTITY_URL: identity.url,
    SUPERGRAPH_FILE: supergraphFile,
    OPERATIONS_FILE: operationsFile,
    WEB_ROOT: folder,
    SUBGRAPH_TIMEOUT_MS: "300",
    CARECONNECT_PUBLIC_URL: "http://localhost:4000",
    ...options.environment,
  };
  const config = readConfig(environment, { auth: options.auth });
  const router = await startRouter(config, pino({ level: "info" }, { write: (line: string) => log.push(line) }));
  const url = `http://127.0.0.1:${router.port}`;
  let closing: Promise<void> | undefined;
  const closeRouter = () => {
    closing ??= router.close();
    return closing;
  };
  return {
    url,
    port: router.port,
    folder,
    identity,
    store,
    environment,
    subgraphs: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph])),
    log,
    async post(body, headers = {}) {
      const authorization =
        headers.authorization === undefined ? `Bearer ${await identity.token()}` : headers.authorization;
      const sent = Object.entries({ "content-type": "application/json", ...headers, authorization });
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: sent.filter((entry): entry is [string, string] => entry[1] !== null),
        body: JSON.stringify(typeof body === "string" ? { query: body } : body),
      });
      const text = await response.text();
      const parsed = JSON.parse(text) as Pick<GraphQLAnswer, "data" | "errors" | "extensions">;
      return {
        status: response.status,
        headers: response.headers,
        text,
        data: parsed.data,
        errors: parsed.errors,
        extensions: parsed.extensions,
      };
    },
    browser: () => openTestBrowser(url),
    closeRouter,
    async close() {
      await closeRouter();
      await Promise.all(subgraphs.map((subgraph) => subgraph.kill()));
      await identity.close();
      await store.drop();
      await rm(folder, { recursive: true });
    },
  };
}
