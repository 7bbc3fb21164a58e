import { z } from "zod";
import { Failure, sentenceOf } from "../failure.ts";
import { briefRetry, fetchOrRetryLater, patientRetry, type RetryPolicy, withRetry } from "./retry.ts";

export interface TokenSource {
  /** A token that is still good for a while. */
  current(): Promise<string>;
  /** A new token after `refused` was turned away; throws a Failure when there is none to be had. */
  replace(refused: string): Promise<string>;
}

const tokenTimeoutMs = 10_000;
/** Renewed this long before its end, so that a token never ends on its way. */
const spareMs = 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const problemAnswer = z.object({ error: z.string(), error_description: z.string().optional() });

export interface DemoAccount {
  /** Where identity listens, e.g. `http://127.0.0.1:4001`. */
  readonly identityUrl: string;
  readonly email: string;
  /** What the tokens are good for: `graphql import` unless told. */
  readonly scope?: string;
  readonly retry?: RetryPolicy;
}

/** Signs in to the demo as one of its accounts, and again before the token ends. */
export function demoTokens({ identityUrl, email, scope = "graphql import", retry }: DemoAccount): TokenSource {
  let latest: { token: string; renewAt: number } | undefined;
  const renew = async () => {
    const policy = retry ?? (latest ? patientRetry : briefRetry);
    const { access_token, expires_in } = await withRetry(policy, () => requestToken(identityUrl, email, scope));
    latest = { token: access_token, renewAt: Date.now() + Math.max(expires_in * 1_000 - spareMs, 0) };
    return access_token;
  };
  return {
    current: async () => (latest && Date.now() < latest.renewAt ? latest.token : renew()),
    replace: renew,
  };
}

async function requestToken(identityUrl: string, email: string, scope: string): Promise<z.infer<typeof tokenAnswer>> {
  const response = await fetchOrRetryLater(
    `${identityUrl}/oidc/token`,
    {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "password",
        username: email,
        password: "careconnect",
        scope,
      }),
    },
    tokenTimeoutMs,
  );
  const answer: unknown = await response.json().catch((cause: unknown) => {
    throw new Failure(`The answer of ${identityUrl} to a sign-in is not JSON: ${sentenceOf(cause)}.`);
  });
  if (response.ok) return tokenAnswer.parse(answer);
  const problem = problemAnswer.safeParse(answer).data;
  throw new Failure(
    `Signing in as ${email} was refused (${problem?.error_description ?? problem?.error ?? response.status}): ` +
      "use --as with the address of a demo account that is an administrator.",
  );
}

/** The token of the environment; it cannot be renewed from here. */
export function givenToken(token: string): TokenSource {
  return {
    current: async () => token,
    replace: async () => {
      throw new Failure(
        "The token in CARECONNECT_TOKEN was refused, it may have ended: get a new one and run the same import again, which goes on where this one stopped.",
      );
    },
  };
}
