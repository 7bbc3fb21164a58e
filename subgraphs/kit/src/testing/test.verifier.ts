import { createTokenVerifier as createVerifier } from "../viewer/token.verifier.ts";
import type { Viewer } from "../viewer/viewer.ts";

/** Verifies tokens with the keys at `jwksUrl` as every subgraph does, of an issuer that has revoked none. */
export function createTokenVerifier(options: {
  readonly issuer: string;
  readonly jwksUrl: string;
}): (authorization: string) => Promise<Viewer> {
  const verify = createVerifier({ ...options, revocations: { isRevoked: async () => false } });
  return async (authorization) => (await verify(authorization)).viewer;
}
