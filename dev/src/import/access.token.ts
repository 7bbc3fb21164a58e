import { Failure, sentenceOf } from "../failure.ts";
import { type DemoToken, signInToDemo } from "../sign-in/demo.sign-in.ts";
import { briefRetry, patientRetry, type RetryPolicy, TemporaryFailure, withRetry } from "./retry.ts";

export interface TokenSource {
  /** A token that is still good for a while. */
  current(): Promise<string>;
  /** A new token after `refused` was turned away; throws a Failure when there is none to be had. */
  replace(refused: string): Promise<string>;
}

/** Renewed this long before its end, so that a token never ends on its way. */
const spareMs = 60_000;

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

async function requestToken(identityUrl: string, email: string, scope: string): Promise<DemoToken> {
  try {
    return await signInToDemo({ identityUrl, email, scope });
  } catch (cause) {
    if (cause instanceof TemporaryFailure) throw cause;
    throw new Failure(
      `Signing in as ${email} was refused (${sentenceOf(cause)}): use --as with the address of a demo account that is an administrator.`,
      { cause },
    );
  }
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
