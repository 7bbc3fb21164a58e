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
      revocation_endpoint: `${issuer}/revocation`,
      grant_types_supported: ["password", "refresh_token"],
    });
  });

  it("lets the key set be cached for five minutes", async () => {
    const response = await fetch(`${subgraph.url}/oidc/jwks`);
    expect(response.headers.get("cache-control")).toContain("max-age=300");
  });
});
