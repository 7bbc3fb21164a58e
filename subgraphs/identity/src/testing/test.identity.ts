import { type GraphQLAnswer, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { identitySubgraph } from "../subgraph.ts";
import { unusedPort } from "./unused.port.ts";

export interface FormAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its request, which a test knows
  readonly body: any;
}

export interface TestIdentity {
  readonly subgraph: TestSubgraph;
  readonly jwksUrl: string;
  /** Posts a form to `/oidc/<path>`. */
  post(path: "token" | "revocation", form: Readonly<Record<string, string>>): Promise<FormAnswer>;
  /** An access token of a demo account, from the token endpoint. */
  tokenOf(email: string, scope?: string): Promise<string>;
  /** Asks with a token that this identity gave. */
  query(token: string, query: string): Promise<GraphQLAnswer>;
  sql(statement: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Identity as it really runs: it verifies its tokens with the keys that it serves itself, over HTTP. */
export async function startTestIdentity(): Promise<TestIdentity> {
  const port = await unusedPort();
  const jwksUrl = `http://127.0.0.1:${port}/oidc/jwks`;
  const subgraph = await startTestSubgraph(identitySubgraph, { config: { port, jwksUrl } });
  const post: TestIdentity["post"] = async (path, form) => {
    const response = await fetch(`${subgraph.url}/oidc/${path}`, { method: "POST", body: new URLSearchParams(form) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  return {
    subgraph,
    jwksUrl,
    post,
    async tokenOf(email, scope = "graphql") {
      const answer = await post("token", { grant_type: "password", username: email, password: "careconnect", scope });
      if (answer.status !== 200) throw new Error(`The token endpoint answered ${JSON.stringify(answer.body)}.`);
      return answer.body.access_token;
    },
    async query(token, query) {
      const response = await fetch(`${subgraph.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    },
    sql: (statement) => subgraph.orm.em.getConnection().execute(statement),
    close: () => subgraph.close(),
  };
}
