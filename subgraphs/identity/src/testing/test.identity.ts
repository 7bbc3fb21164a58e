import { type GraphQLAnswer, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { createIdentitySubgraph } from "../subgraph.ts";
import { openTestBrowser, type TestBrowser } from "./test.browser.ts";
import { authorizationUrl, cli, type FormAnswer, postForm, signInAt, type TestClient } from "./test.sign-in.ts";
import { unusedPort } from "./unused.port.ts";

/** What the tests' router shares with identity. */
export const webClientSecret = "a secret of the tests, long enough";

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
  /** Signs somebody in to a client, the router unless told, and exchanges the code. */
  signIn(
    browser: TestBrowser,
    email: string,
    options?: { readonly client?: TestClient; readonly scope?: string; readonly password?: string },
  ): Promise<{ readonly tokens: FormAnswer["body"] }>;
  /** An access token of a demo account, from a sign-in in a browser of its own. */
  tokenOf(email: string): Promise<string>;
  /** Asks with a token that this identity gave. */
  query(token: string, query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  sql(statement: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/**
 * Identity as it really runs: it verifies its tokens with the keys that it serves itself, over HTTP.
 * @param followsRevocations whether it hears of those that it serves, too: then a token of somebody whose account was changed
 *   is refused within seconds, also one that was issued in that second
 */
export async function startTestIdentity(
  env: NodeJS.ProcessEnv = {},
  { followsRevocations = false } = {},
): Promise<TestIdentity> {
  process.env.OIDC_WEB_CLIENT_SECRET = webClientSecret;
  const port = await unusedPort();
  const jwksUrl = `http://127.0.0.1:${port}/oidc/jwks`;
  const own = { revocationsUrl: `http://127.0.0.1:${port}/oidc/revocations` };
  const subgraph = await startTestSubgraph(createIdentitySubgraph({ ...process.env, ...env }), {
    config: { port, jwksUrl, ...(followsRevocations && own) },
  });
  const { issuer } = subgraph.issuer;
  const web: TestClient = {
    id: "careconnect-web",
    secret: webClientSecret,
    redirectUri: `${new URL(issuer).origin}/session/callback`,
  };
  const signIn: TestIdentity["signIn"] = async (browser, email, { client = web, ...options } = {}) => ({
    tokens: await signInAt(issuer, subgraph.url, browser, { client, email, ...options }),
  });
  return {
    subgraph,
    jwksUrl,
    web,
    cli,
    post: (path, form, client) => postForm(subgraph.url, path, form, client),
    authorizationUrl: (client, parameters) => authorizationUrl(issuer, client, parameters),
    signIn,
    async tokenOf(email) {
      const { tokens } = await signIn(openTestBrowser(issuer, subgraph.url), email);
      return tokens.access_token;
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
