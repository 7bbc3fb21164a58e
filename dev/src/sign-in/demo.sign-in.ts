import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { Failure, sentenceOf } from "../failure.ts";
import { fetchOrRetryLater, TemporaryFailure } from "../import/retry.ts";
import { createCookieJar } from "./cookie.jar.ts";
import { alertOf, formAsking } from "./page.form.ts";

export interface DemoSignIn {
  /** Where identity listens, e.g. `http://127.0.0.1:4001`. */
  readonly identityUrl: string;
  readonly email: string;
  /** The one of the demo accounts, unless told. */
  readonly password?: string;
  /** What the token is good for, e.g. `graphql import`. */
  readonly scope: string;
  /** As what the browser that is played here is listed among the account's sessions. */
  readonly userAgent?: string;
}

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export type DemoToken = z.infer<typeof tokenAnswer>;

const clientId = "careconnect-cli";
/** Nothing listens there: the browser that is played here stops at the door. */
const redirectUri = "http://127.0.0.1/callback";
const demoPassword = "careconnect";
const timeoutMs = 10_000;
const mostPages = 12;

const discovery = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() });
const problem = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * Signs in to the demo as a person does, through identity's own pages: the authorization code flow with PKCE. Throws a
 * Failure with identity's reason when it refuses, and a TemporaryFailure when it does not answer.
 */
export async function signInToDemo(asked: DemoSignIn): Promise<DemoToken> {
  try {
    return await signIn(asked);
  } catch (cause) {
    if (!(cause instanceof TemporaryFailure) || cause.status !== 429) throw cause;
    const message = "too many sign-ins have failed here lately: wait a little and try again";
    throw new TemporaryFailure(message, { cause }, cause.status);
  }
}

async function signIn({
  identityUrl,
  email,
  password = demoPassword,
  scope,
  userAgent = clientId,
}: DemoSignIn): Promise<DemoToken> {
  const here = (address: string) => new URL(new URL(address).pathname, identityUrl).href;
  const found = await fetchOrRetryLater(`${identityUrl}/oidc/.well-known/openid-configuration`, {}, timeoutMs);
  const endpoints = discovery.safeParse(await json(found, identityUrl)).data;
  if (!endpoints) throw new Failure(`${identityUrl} is no identity of CareConnect: its discovery document is missing.`);
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: `openid ${scope}`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const code = await walkToCode(`${endpoints.authorization_endpoint}?${query}`, identityUrl, userAgent, {
    email,
    password,
  });
  const form = { grant_type: "authorization_code", code, code_verifier: verifier };
  const response = await fetchOrRetryLater(
    here(endpoints.token_endpoint),
    { method: "POST", body: new URLSearchParams({ ...form, client_id: clientId, redirect_uri: redirectUri }) },
    timeoutMs,
  );
  const answer = await json(response, identityUrl);
  if (!response.ok) throw new Failure(reasonIn(problem.safeParse(answer).data, response.status));
  return tokenAnswer.parse(answer);
}

/** Follows redirects and fills in forms until the browser is sent back to the client with a code. */
async function walkToCode(
  start: string,
  identityUrl: string,
  userAgent: string,
  answers: Record<string, string>,
): Promise<string> {
  const jar = createCookieJar();
  const { origin } = new URL(start);
  let next: { readonly url: URL; readonly body?: URLSearchParams } = { url: new URL(start) };
  for (let page = 0; page < mostPages; page += 1) {
    const { url, body } = next;
    if (url.origin !== origin) return codeIn(url);
    const response = await fetchOrRetryLater(
      new URL(`${url.pathname}${url.search}`, identityUrl).href,
      {
        redirect: "manual",
        headers: {
          accept: "text/html",
          "user-agent": userAgent,
          cookie: jar.headerFor(url.pathname),
          ...(body && { origin }),
        },
        ...(body && { method: "POST", body }),
      },
      timeoutMs,
    );
    jar.keep(response);
    const location = response.headers.get("location");
    if (location !== null) {
      await response.body?.cancel();
      next = { url: new URL(location, url) };
      continue;
    }
    const html = await response.text();
    const refusal = alertOf(html);
    if (refusal !== undefined) throw new Failure(refusal);
    const form = formAsking(html, Object.keys(answers));
    if (!form) throw new Failure(`identity answered with status ${response.status} and no form to sign in with.`);
    const given = Object.entries(answers).filter(([name]) => form.asked.has(name));
    next = {
      url: form.action === "" ? url : new URL(form.action, url),
      body: new URLSearchParams({ ...form.fields, ...Object.fromEntries(given) }),
    };
  }
  throw new Failure("identity asked for more than an e-mail address and a password.");
}

function codeIn({ searchParams }: URL): string {
  const code = searchParams.get("code");
  if (code !== null) return code;
  throw new Failure(reasonIn(problem.safeParse(Object.fromEntries(searchParams)).data, 400));
}

function reasonIn(refused: z.infer<typeof problem> | undefined, status: number): string {
  return refused?.error_description ?? refused?.error ?? `identity answered with status ${status}`;
}

async function json(response: Response, identityUrl: string): Promise<unknown> {
  return response.json().catch((cause: unknown) => {
    throw new Failure(`The answer of ${identityUrl} to a sign-in is not JSON: ${sentenceOf(cause)}.`);
  });
}
