import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";

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
  readonly asked: {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly form: URLSearchParams;
  }[];
  token(changes?: TokenChanges): Promise<string>;
  /** Seconds that the tokens of its token endpoint live. */
  tokenLifetime: number;
  /** Milliseconds before the token endpoint answers. */
  delay: number;
  close(): Promise<void>;
}

const password = "careconnect";

/** An issuer with a key set, a token endpoint, revocation and demo accounts, as the identity subgraph has them. */
export async function startTestIdentity(): Promise<TestIdentity> {
  const issuer = "http://localhost:4000/oidc";
  const trusted = await generateKeyPair("RS256");
  const stranger = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(trusted.publicKey)), kid: "test", alg: "RS256", use: "sig" };
  const revoked = new Set<string>();
  const asked: TestIdentity["asked"] = [];

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

  async function grant(form: URLSearchParams): Promise<{ status: number; body: unknown }> {
    const refused = (error: string) => ({ status: error === "invalid_grant" ? 400 : 401, body: { error } });
    if (form.get("grant_type") === "password") {
      if (form.get("password") !== password) return refused("invalid_grant");
    } else if (revoked.has(form.get("refresh_token") ?? "") || !form.get("refresh_token")?.startsWith("refresh-")) {
      return refused("invalid_grant");
    }
    return {
      status: 200,
      body: {
        access_token: await token(),
        token_type: "Bearer",
        expires_in: identity.tokenLifetime,
        scope: "graphql",
        ...(form.get("scope")?.includes("offline_access") ? { refresh_token: `refresh-${crypto.randomUUID()}` } : {}),
      },
    };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    const path = request.url ?? "";
    asked.push({ method: request.method ?? "", path, headers: request.headers, form });
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (path === "/oidc/jwks") return send(200, { keys: [jwk] });
    if (path === "/oidc/demo-accounts") return send(200, [{ email: "admin@careconnect.test" }]);
    if (path === "/oidc/token") {
      await new Promise((resolve) => setTimeout(resolve, identity.delay));
      const { status, body } = await grant(form);
      return send(status, body);
    }
    if (path === "/oidc/revocation") {
      revoked.add(form.get("token") ?? "");
      return send(200, {});
    }
    return send(404, { error: "not_found" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const identity: TestIdentity = {
    url: `http://127.0.0.1:${port}`,
    issuer,
    publicKey: trusted.publicKey,
    asked,
    token,
    tokenLifetime: 300,
    delay: 0,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return identity;
}
