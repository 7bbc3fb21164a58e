import { createPkce, type TestBrowser } from "./test.browser.ts";
import { submit } from "./test.form.ts";

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

/** The command line of the demo, which every identity in demo mode knows. */
export const cli: TestClient = { id: "careconnect-cli", redirectUri: "http://127.0.0.1:4999/callback" };

/** Posts a form to `/oidc/<path>` of the identity that listens at `at`. */
export async function postForm(
  at: string,
  path: string,
  form: Readonly<Record<string, string>>,
  client?: TestClient,
): Promise<FormAnswer> {
  const authorization = client?.secret !== undefined && { authorization: basic(client.id, client.secret) };
  const response = await fetch(`${at}/oidc/${path}`, {
    method: "POST",
    headers: { ...authorization },
    body: new URLSearchParams({ ...form, ...(client && client.secret === undefined && { client_id: client.id }) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

/** Where `client` sends a browser to have somebody sign in. */
export function authorizationUrl(
  issuer: string,
  client: TestClient,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = { response_type: "code", client_id: client.id, redirect_uri: client.redirectUri, state: "state" };
  return `${issuer}/auth?${new URLSearchParams({ ...query, ...parameters })}`;
}

export interface TestSignIn {
  readonly client: TestClient;
  readonly email: string;
  /** The one of the demo accounts, unless told. */
  readonly password?: string;
  readonly scope?: string;
}

/** Signs in through the pages of the provider that listens at `at`, and exchanges the code. Throws what a page says. */
export async function signInAt(
  issuer: string,
  at: string,
  browser: TestBrowser,
  { client, email, password = "careconnect", scope = "openid graphql" }: TestSignIn,
): Promise<FormAnswer["body"]> {
  const { verifier, challenge } = createPkce();
  const asked = { scope, code_challenge: challenge, code_challenge_method: "S256" };
  let visit = await browser.open(authorizationUrl(issuer, client, asked));
  if (visit.url.pathname.startsWith("/oidc/interaction/")) visit = await submit(browser, visit, { email, password });
  const code = visit.url.searchParams.get("code");
  if (code === null) throw new Error(`The sign-in ended at ${visit.url}: ${visit.text}`);
  const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: client.redirectUri };
  const { status, body } = await postForm(at, "token", form, client);
  if (status !== 200) throw new Error(`The token endpoint answered ${JSON.stringify(body)}.`);
  return body;
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
}
