import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { audience } from "../viewer/token.verifier.ts";
import type { Role } from "../viewer/viewer.ts";

export interface TestViewer {
  readonly organizationId: string;
  readonly roles: readonly Role[];
  readonly userId?: string;
  readonly patientId?: string;
  readonly providerId?: string;
  readonly scope?: string;
}

export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** A signed access token; `overrides` replaces claims, to forge one that must be refused. */
  tokenFor(viewer: TestViewer, overrides?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

const issuer = "http://issuer.test/oidc";

/** An issuer with a real key pair, whose JWKS is served on loopback. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "RS256", use: "sig" };
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    tokenFor: (viewer, overrides = {}) =>
      new SignJWT({
        iss: issuer,
        aud: audience,
        sub: viewer.userId ?? "0199b000-0000-7000-8000-000000000001",
        org: viewer.organizationId,
        roles: viewer.roles,
        scope: viewer.scope ?? "graphql",
        ...(viewer.patientId && { patient_id: viewer.patientId }),
        ...(viewer.providerId && { provider_id: viewer.providerId }),
        exp: Math.floor(Date.now() / 1_000) + 300,
        ...overrides,
      })
        .setProtectedHeader({ alg: "RS256", kid: "test", typ: "at+jwt" })
        .sign(privateKey),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
