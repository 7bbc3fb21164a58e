import { Pool } from "undici";
import { z } from "zod";
import { identityUnavailable } from "../http/request.refusal.ts";
import { limits } from "../limits/router.limits.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import type { Logger } from "../telemetry/log.writer.ts";

/** Who caused a call, for identity's logs and limits. */
export interface Cause {
  readonly correlationId: string;
  readonly clientAddress: string;
}

const granted = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
});

const refused = z.object({ error: z.string() });

export type Grant =
  | {
      readonly kind: "granted";
      readonly accessToken: string;
      readonly expiresInSeconds: number;
      readonly refreshToken: string | undefined;
    }
  | { readonly kind: "refused"; readonly error: string };

/** The identity service as the router's sessions use it. Every method throws RequestRefusal when it cannot be asked. */
export interface IdentityClient {
  signIn(email: string, password: string, cause: Cause): Promise<Grant>;
  refresh(refreshToken: string, cause: Cause): Promise<Grant>;
  revoke(refreshToken: string, cause: Cause): Promise<void>;
  /** The demo accounts as identity lists them; undefined when it lists none. */
  demoAccounts(cause: Cause): Promise<unknown>;
  close(): Promise<void>;
}

export function createIdentityClient(identityUrl: URL, publicUrl: string, logger: Logger): IdentityClient {
  const pool = new Pool(identityUrl.origin, {
    connections: limits.identity.connections,
    connect: { timeout: limits.subgraph.connectTimeout },
    headersTimeout: limits.identity.timeout,
    bodyTimeout: limits.identity.timeout,
    maxResponseSize: limits.identity.responseBytes,
  });
  const origin = new URL(publicUrl);

  async function ask(method: "GET" | "POST", path: string, form: URLSearchParams | undefined, cause: Cause) {
    try {
      const response = await pool.request({
        method,
        path,
        headers: {
          accept: "application/json",
          [correlationHeader]: cause.correlationId,
          "x-forwarded-for": cause.clientAddress,
          "x-forwarded-host": origin.host,
          "x-forwarded-proto": origin.protocol.slice(0, -1),
          ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        },
        body: form?.toString() ?? null,
        signal: AbortSignal.timeout(limits.identity.timeout),
      });
      const text = await response.body.text();
      return { status: response.statusCode, text };
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      logger.warn({ correlationId: cause.correlationId, path, reason }, "identity cannot be reached");
      throw identityUnavailable();
    }
  }

  async function token(parameters: Record<string, string>, cause: Cause): Promise<Grant> {
    const { status, text } = await ask("POST", "/oidc/token", new URLSearchParams(parameters), cause);
    if (status === 404) return { kind: "refused", error: "unsupported_grant_type" };
    const body = json(text);
    const grant = granted.safeParse(body);
    if (status === 200 && grant.success) {
      const { access_token: accessToken, expires_in: expiresInSeconds, refresh_token: refreshToken } = grant.data;
      return { kind: "granted", accessToken, expiresInSeconds, refreshToken };
    }
    const refusal = refused.safeParse(body);
    if ((status === 400 || status === 401) && refusal.success) return { kind: "refused", error: refusal.data.error };
    logger.error({ correlationId: cause.correlationId, status }, "identity answered a token request in no known way");
    throw identityUnavailable();
  }

  return {
    signIn: (email, password, cause) =>
      token({ grant_type: "password", username: email, password, scope: "graphql offline_access" }, cause),
    refresh: (refreshToken, cause) => token({ grant_type: "refresh_token", refresh_token: refreshToken }, cause),
    async revoke(refreshToken, cause) {
      const { status } = await ask("POST", "/oidc/revocation", new URLSearchParams({ token: refreshToken }), cause);
      if (status >= 500) throw identityUnavailable();
    },
    async demoAccounts(cause) {
      const { status, text } = await ask("GET", "/oidc/demo-accounts", undefined, cause);
      return status === 200 ? json(text) : undefined;
    },
    close: () => pool.destroy(),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
