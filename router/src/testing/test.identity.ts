import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Provider } from "oidc-provider";
import type { Revocation } from "../session/revocation.list.ts";

export interface TokenChanges {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresInSeconds?: number;
  /** Sign with a key that the issuer does not publish, under the published key's id. */
  readonly forged?: boolean;
  readonly type?: string;
  readonly subject?: string;
  readonly claims?: Record<string, unknown>;
}

export interface TestIdentity {
  readonly url: string;
  readonly issuer: string;
  /** Of the key pair that tokens are signed with. */
  readonly publicKey: CryptoKey;
  readonly asked: { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** The grants that its token endpoint gave, newest last. */
  readonly granted: string[];
  /** How long the user was idle, in seconds, as it was told with its grants. */
  readonly idleSeconds: (string | undefined)[];
  token(changes?: TokenChanges): Promise<string>;
  /** Tells of a revocation from now on. */
  revoke(revocation: Revocation): void;
  /** Ends what `sid` of a token names: no refresh any more, and a revocation. */
  endSession(sid: string): Promise<void>;
  /** Whole seconds that the tokens of its token endpoint live. */
  tokenLifetime: number;
  /** Milliseconds before the token endpoint answers. */
  delay: number;
  /** What its sign-in page decides: who signs in, or nobody. */
  decision: string | "denied";
  close(): Promise<void>;
}

export const webClientSecret = "a secret of the tests, long enough";

const issuer = "http://localhost:4000/oidc";
const publicOrigin = new URL(issuer).origin;
const api = "urn:careconnect:api";

/** A real OpenID provider, with a sign-in page that decides at once and a feed of revocations, as identity has them. */
export async function startTestIdentity(): Promise<TestIdentity> {
  const trusted = await generateKeyPair("RS256", { extractable: true });
  const stranger = await generateKeyPair("RS256");
  const names = { kid: "test", alg: "RS256", use: "sig" };
  const asked: TestIdentity["asked"] = [];
  const granted: string[] = [];
  const idleSeconds: TestIdentity["idleSeconds"] = [];
  const revocations: Revocation[] = [];

  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(trusted.privateKey)), ...names }] },
    clients: [
      {
        client_id: "careconnect-web",
        client_secret: webClientSecret,
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: [`${publicOrigin}/session/callback`],
      },
    ],
    cookies: { keys: ["test"], long: { path: "/oidc" } },
    scopes: ["openid"],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => api,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: "careconnect",
          scope: "graphql",
          accessTokenTTL: identity.tokenLifetime,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    interactions: { url: (_, interaction) => `/oidc/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId ?? "",
        clientId: oidc.client?.clientId ?? "",
      });
      grant.addOIDCScope("openid");
      grant.addResourceScope(api, "graphql");
      await grant.save();
      return grant;
    },
    extraTokenClaims: (_, token) => ({
      org: "org",
      roles: ["ADMIN"],
      ...("grantId" in token ? { sid: token.grantId } : {}),
    }),
  });
  provider.proxy = true;
  provider.on("grant.success", ({ oidc }) => {
    granted.push(String(oidc.params?.grant_type));
    idleSeconds.push((oidc.body as { idle_seconds?: string } | undefined)?.idle_seconds);
  });
  const answer = provider.callback();

  async function token(changes: TokenChanges = {}): Promise<string> {
    return new SignJWT({ scope: "graphql", roles: ["ADMIN"], org: "org", ...changes.claims })
      .setProtectedHeader({ alg: "RS256", kid: "test", typ: changes.type ?? "at+jwt" })
      .setSubject(changes.subject ?? "user")
      .setIssuer(changes.issuer ?? issuer)
      .setAudience(changes.audience ?? "careconnect")
      .setIssuedAt()
      .setJti(crypto.randomUUID())
      .setExpirationTime(Math.floor(Date.now() / 1000) + (changes.expiresInSeconds ?? 300))
      .sign(changes.forged === true ? stranger.privateKey : trusted.privateKey);
  }

  async function decide(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { decision } = identity;
    const result =
      decision === "denied"
        ? { error: "access_denied", error_description: "the person gave up" }
        : { login: { accountId: decision } };
    await provider.interactionFinished(request, response, result);
  }

  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    // The feed is asked all the time, which no test wants to count.
    if (!url.startsWith("/oidc/revocations")) asked.push({ method, path: url, headers });
    if (url.startsWith("/oidc/interaction/")) {
      return decide(request, response).catch(() => response.writeHead(400).end());
    }
    if (url.startsWith("/oidc/revocations")) {
      const after = Number(new URL(url, publicOrigin).searchParams.get("after") ?? 0);
      response.setHeader("content-type", "application/json");
      const page = revocations.slice(after, after + 1_000);
      return response.end(JSON.stringify({ cursor: String(after + page.length), revocations: page }));
    }
    if (url === "/oidc/token") await new Promise((resolve) => setTimeout(resolve, identity.delay));
    // The provider finds out where it is mounted by comparing the two.
    Object.assign(request, { url: url.slice("/oidc".length), originalUrl: url });
    return answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const identity: TestIdentity = {
    url: `http://127.0.0.1:${port}`,
    issuer,
    publicKey: trusted.publicKey,
    asked,
    granted,
    idleSeconds,
    token,
    revoke: (revocation) => void revocations.push(revocation),
    async endSession(sid) {
      await provider.RefreshToken.revokeByGrantId(sid);
      revocations.push({ sid, notAfterIat: Math.floor(Date.now() / 1000) });
    },
    tokenLifetime: 300,
    delay: 0,
    decision: "user",
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return identity;
}
