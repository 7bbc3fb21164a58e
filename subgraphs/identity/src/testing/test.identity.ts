import { type GraphQLAnswer, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { createIdentitySubgraph } from "../subgraph.ts";
import { createPkce, type TestBrowser } from "./test.browser.ts";
import { submit } from "./test.form.ts";
import { unusedPort } from "./unused.port.ts";

/** What the tests' router shares with identity. */
export const webClientSecret = "a secret of the tests, long enough";

export interface FormAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its request, which a test knows
  readonly body: any;
}

/** A client that people sign in to. */
export interface TestClient {
  readonly id: string;
  /** Undefined for a public client. */
  readonly secret?: string;
  readonly redirectUri: string;
}

export interface TestIdentity {
  readonly subgraph: TestSubgraph;
  readonly jwksUrl: string;
  /** The router, as the provider knows it. */
  readonly web: TestClient;
  readonly cli: TestClient;
  /** Posts a form to `/oidc/<path>`. */
  post(path: string, form: Readonly<Record<string, string>>, client?: TestClient): Promise<FormAnswer>;
  /** Where `client` sends a browser to have somebody sign in. */
  authorizationUrl(client: TestClient, parameters?: Readonly<Record<string, string>>): string;
  /** Signs a demo account in to a client, the router unless told, and exchanges the code. */
  signIn(
    browser: TestBrowser,
    email: string,
    options?: { readonly client?: TestClient; readonly scope?: string },
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its request, which a test knows
  ): Promise<{ readonly tokens: any }>;
  /** An access token of a demo account, from the token endpoint. */
  tokenOf(email: string, scope?: string): Promise<string>;
  /** Asks with a token that this identity gave. */
  query(token: string, query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  sql(statement: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Identity as it really runs: it verifies its tokens with the keys that it serves itself, over HTTP. */
export async function startTestIdentity(env: NodeJS.ProcessEnv = {}): Promise<TestIdentity> {
  process.env.OIDC_WEB_CLIENT_SECRET = webClientSecret;
  const port = await unusedPort();
  const jwksUrl = `http://127.0.0.1:${port}/oidc/jwks`;
  const subgraph = await startTestSubgraph(createIdentitySubgraph({ ...process.env, ...env }), {
    config: { port, jwksUrl },
  });
  const { issuer } = subgraph.issuer;
  const web: TestClient = {
    id: "careconnect-web",
    secret: webClientSecret,
    redirectUri: `${new URL(issuer).origin}/session/callback`,
  };
  const post: TestIdentity["post"] = async (path, form, client) => {
    const authorization = client?.secret !== undefined && { authorization: basic(client.id, client.secret) };
    const response = await fetch(`${subgraph.url}/oidc/${path}`, {
      method: "POST",
      headers: { ...authorization },
      body: new URLSearchParams({ ...form, ...(client && client.secret === undefined && { client_id: client.id }) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const authorizationUrl: TestIdentity["authorizationUrl"] = (client, parameters = {}) => {
    const query = { response_type: "code", client_id: client.id, redirect_uri: client.redirectUri, state: "state" };
    return `${issuer}/auth?${new URLSearchParams({ ...query, ...parameters })}`;
  };
  return {
    subgraph,
    jwksUrl,
    web,
    cli: { id: "careconnect-cli", redirectUri: "http://127.0.0.1:4999/callback" },
    post,
    authorizationUrl,
    async signIn(browser, email, { client = web, scope = "openid graphql" } = {}) {
      const { verifier, challenge } = createPkce();
      const asked = { scope, code_challenge: challenge, code_challenge_method: "S256" };
      let visit = await browser.open(authorizationUrl(client, asked));
      if (visit.url.pathname.startsWith("/oidc/interaction/")) {
        visit = await submit(browser, visit, { email, password: "careconnect" });
      }
      const code = visit.url.searchParams.get("code");
      if (code === null) throw new Error(`The sign-in ended at ${visit.url}: ${visit.text}`);
      const form = {
        grant_type: "authorization_code",
        code,
        code_verifier: verifier,
        redirect_uri: client.redirectUri,
      };
      const { status, body } = await post("token", form, client);
      if (status !== 200) throw new Error(`The token endpoint answered ${JSON.stringify(body)}.`);
      return { tokens: body };
    },
    async tokenOf(email, scope = "graphql") {
      const answer = await post("token", { grant_type: "password", username: email, password: "careconnect", scope });
      if (answer.status !== 200) throw new Error(`The token endpoint answered ${JSON.stringify(answer.body)}.`);
      return answer.body.access_token;
    },
    async query(token, query, variables = {}) {
      const response = await fetch(`${subgraph.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
    sql: (statement) => subgraph.orm.em.getConnection().execute(statement),
    close: () => subgraph.close(),
  };
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
}
