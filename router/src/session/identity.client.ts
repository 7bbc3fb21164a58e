import { decodeJwt } from "jose";
import * as oidc from "openid-client";
import { Pool } from "undici";
import { z } from "zod";
import { identityUnavailable } from "../http/request.refusal.ts";
import { limits } from "../limits/router.limits.ts";
import type { SessionOwner, Tokens } from "../store/session.table.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import type { Logger } from "../telemetry/log.writer.ts";

/** Who caused a call, for identity's logs and limits. */
export interface Cause {
  readonly correlationId: string;
  readonly clientAddress: string;
}

/** What ties the way back to the way out. */
export interface SignInSecrets {
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** What whoever signs in finds there. */
export interface SignInWishes {
  /** The address that is filled in. */
  readonly hint: string | undefined;
  /** Tags of the languages in which it speaks, the most wanted first. */
  readonly language: string | undefined;
}

/** Who signed in, and what speaks for them. */
export interface SignedIn extends SessionOwner {
  readonly tokens: Tokens;
}

/** Identity as the router's sessions use it. Every method throws RequestRefusal when it cannot be asked. */
export interface IdentityClient {
  /** Where the browser goes to sign in. */
  signInUrl(secrets: SignInSecrets, wishes: SignInWishes, cause: Cause): Promise<URL>;
  /** @returns undefined when identity, or the check of what it sent, refuses */
  signedIn(search: string, secrets: SignInSecrets, cause: Cause): Promise<SignedIn | undefined>;
  /**
   * @param idleSeconds since the user has done something: renewals alone say nothing of that
   * @returns undefined when the session is over at identity
   */
  refresh(refreshToken: string, idleSeconds: number, cause: Cause): Promise<Tokens | undefined>;
  /** Ends the session at identity: all its tokens, and the sign-in that identity's own pages remember. */
  revoke(refreshToken: string, cause: Cause): Promise<void>;
  close(): Promise<void>;
}

interface IdentityClientOptions {
  /** The port that identity listens on; its issuer is the router's own public address. */
  readonly identityUrl: URL;
  readonly issuer: string;
  readonly publicUrl: string;
  readonly clientSecret: string;
  readonly logger: Logger;
}

const clientId = "careconnect-web";
const scope = "openid graphql";
const claims = z.object({ sub: z.string().min(1) });

export function createIdentityClient(options: IdentityClientOptions): IdentityClient {
  const { identityUrl, issuer, clientSecret, logger } = options;
  const origin = new URL(options.publicUrl);
  const redirectUri = new URL("/session/callback", origin).href;
  const pool = new Pool(identityUrl.origin, {
    connections: limits.identity.connections,
    connect: { timeout: limits.subgraph.connectTimeout },
    headersTimeout: limits.identity.timeout,
    bodyTimeout: limits.identity.timeout,
    maxResponseSize: limits.identity.responseBytes,
  });
  let discovered: Promise<oidc.ServerMetadata> | undefined;

  /** Asks identity at its own port under the addresses that the public knows. */
  const reach =
    (cause: Cause): oidc.CustomFetch =>
    async (address, { method, headers, body, signal }) => {
      const { pathname, search } = new URL(address);
      const response = await pool.request({
        method: method as "GET" | "POST",
        path: `${pathname}${search}`,
        headers: {
          ...headers,
          [correlationHeader]: cause.correlationId,
          "x-forwarded-for": cause.clientAddress,
          "x-forwarded-host": origin.host,
          "x-forwarded-proto": origin.protocol.slice(0, -1),
        },
        body: body === undefined || body === null ? null : String(body),
        signal: AbortSignal.any([AbortSignal.timeout(limits.identity.timeout), ...(signal ? [signal] : [])]),
      });
      const text = await response.body.text();
      const received = Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
        typeof value === "string" ? [[name, value]] : [],
      );
      const bodiless = response.statusCode === 204 || text === "";
      return new Response(bodiless ? null : text, { status: response.statusCode, headers: received });
    };

  async function discover(cause: Cause): Promise<oidc.ServerMetadata> {
    const configuration = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
      execute: issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [],
      [oidc.customFetch]: reach(cause),
    });
    return configuration.serverMetadata();
  }

  async function configurationFor(cause: Cause): Promise<oidc.Configuration> {
    discovered ??= discover(cause).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    const server = await discovered;
    const configuration = new oidc.Configuration(server, clientId, {}, oidc.ClientSecretBasic(clientSecret));
    configuration[oidc.customFetch] = reach(cause);
    if (issuer.startsWith("http:")) oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  /** Tells a refusal, which is an answer, from everything that keeps identity from answering. */
  async function ask<Result>(cause: Cause, work: (configuration: oidc.Configuration) => Promise<Result>) {
    try {
      return await work(await configurationFor(cause));
    } catch (error) {
      const known = error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError;
      if (known && error.error === "invalid_grant") return undefined;
      const { name = "unknown", code = undefined } = error instanceof Error ? (error as Error & { code?: string }) : {};
      const reason = known ? error.error : name;
      if (known || code?.startsWith("OAUTH_")) {
        logger.error({ correlationId: cause.correlationId, reason, code }, "identity's answer was not acceptable");
      } else {
        logger.warn({ correlationId: cause.correlationId, reason }, "identity cannot be reached");
      }
      throw identityUnavailable();
    }
  }

  function tokensOf(answer: oidc.TokenEndpointResponse, formerRefreshToken?: string): Tokens {
    const refreshToken = answer.refresh_token ?? formerRefreshToken;
    if (refreshToken === undefined || answer.expires_in === undefined) throw new Error("identity granted too little");
    return { accessToken: answer.access_token, refreshToken, expiresInSeconds: answer.expires_in };
  }

  return {
    async signInUrl({ state, verifier, nonce }, { hint, language }, cause) {
      const challenge = await oidc.calculatePKCECodeChallenge(verifier);
      const url = await ask(cause, async (configuration) =>
        oidc.buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope,
          state,
          nonce,
          code_challenge: challenge,
          code_challenge_method: "S256",
          // Whoever is signed out here proves anew who they are, whatever identity remembers of this browser: else a screen
          // that was left alone would open again at one click.
          prompt: "login",
          ...(hint !== undefined && { login_hint: hint }),
          ...(language !== undefined && { ui_locales: language }),
        }),
      );
      if (url === undefined) throw identityUnavailable();
      return url;
    },
    signedIn(search, { state, verifier, nonce }, cause) {
      return ask(cause, async (configuration) => {
        const address = new URL(redirectUri);
        address.search = search;
        const answer = await oidc.authorizationCodeGrant(configuration, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const tokens = tokensOf(answer);
        return { userId: claims.parse(decodeJwt(tokens.accessToken)).sub, tokens };
      });
    },
    refresh: (refreshToken, idleSeconds, cause) =>
      ask(cause, async (configuration) => {
        const told = { idle_seconds: String(Math.max(0, Math.floor(idleSeconds))) };
        return tokensOf(await oidc.refreshTokenGrant(configuration, refreshToken, told), refreshToken);
      }),
    async revoke(refreshToken, cause) {
      await ask(cause, (configuration) =>
        oidc.tokenRevocation(configuration, refreshToken, { token_type_hint: "refresh_token" }),
      );
    },
    close: () => pool.destroy(),
  };
}
