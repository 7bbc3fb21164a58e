import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identitySubgraph } from "../subgraph.ts";

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(identitySubgraph);
});
afterAll(() => subgraph.close());

describe("discovery", () => {
  it("names the issuer's public addresses and may be cached for five minutes", async () => {
    const response = await fetch(`${subgraph.url}/oidc/.well-known/openid-configuration`);
    expect(response.headers.get("cache-control")).toContain("max-age=300");
    const { issuer } = subgraph.issuer;
    expect(await response.json()).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/jwks`,
      token_endpoint: `${issuer}/token`,
      authorization_endpoint: `${issuer}/auth`,
      end_session_endpoint: `${issuer}/session/end`,
      revocation_endpoint: `${issuer}/token/revocation`,
      grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });

  it("lets the key set be cached for five minutes", async () => {
    const response = await fetch(`${subgraph.url}/oidc/jwks`);
    expect(response.headers.get("cache-control")).toContain("max-age=300");
  });
});
