import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Revocation } from "../viewer/revocation.list.ts";
import { audience } from "../viewer/token.verifier.ts";
import type { Role } from "../viewer/viewer.ts";

export interface TestViewer {
  readonly organizationId: string;
  readonly roles: readonly Role[];
  readonly userId?: string;
  readonly patientId?: string;
  readonly providerId?: string;
  readonly scope?: string;
  readonly sessionId?: string;
  /** Patients to whom the token gives emergency access for the next minutes. */
  readonly breakGlass?: readonly string[];
}

export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly revocationsUrl: string;
  /** The public half of the key pair. */
  readonly publicKey: CryptoKey;
  /** A signed access token; what replaces its claims and its header makes one that must be refused. */
  tokenFor(viewer: TestViewer, claims?: Record<string, unknown>, header?: { readonly typ?: string }): Promise<string>;
  /** Tells those who follow the feed that tokens are revoked. */
  revoke(revocation: Revocation): void;
  close(): Promise<void>;
}

const inFiveMinutes = () => Math.floor(Date.now() / 1_000) + 300;

const issuer = "http://issuer.test/oidc";

/** An issuer with a real key pair, whose JWKS and revocations are served on loopback. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "RS256", use: "sig" };
  const revocations: Revocation[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", issuer);
    const after = Number(searchParams.get("after") ?? 0);
    const body =
      pathname === "/revocations"
        ? { cursor: String(revocations.length), revocations: revocations.slice(after) }
        : { keys: [jwk] };
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    revocationsUrl: `http://127.0.0.1:${port}/revocations`,
    publicKey,
    tokenFor: (viewer, claims = {}, header = {}) =>
      new SignJWT({
        iss: issuer,
        aud: audience,
        sub: viewer.userId ?? "0199b000-0000-7000-8000-000000000001",
        org: viewer.organizationId,
        roles: viewer.roles,
        scope: viewer.scope ?? "graphql",
        ...(viewer.patientId && { patient_id: viewer.patientId }),
        ...(viewer.providerId && { provider_id: viewer.providerId }),
        ...(viewer.sessionId && { sid: viewer.sessionId }),
        iat: Math.floor(Date.now() / 1_000),
        ...(viewer.breakGlass && {
          break_glass: viewer.breakGlass.map((patientId) => ({ patient_id: patientId, exp: inFiveMinutes() })),
        }),
        exp: inFiveMinutes(),
        ...claims,
      })
        .setProtectedHeader({ alg: "RS256", kid: "test", typ: "at+jwt", ...header })
        .sign(privateKey),
    revoke: (revocation) => void revocations.push(revocation),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
