import type { Mode, SubgraphConfig } from "@careconnect/kit";
import type { FastifyPluginAsync } from "fastify";
import type { SigningKeys } from "../signing/signing.keys.ts";
import { grantTypes } from "../token/token.request.ts";
import { scopes } from "../token/token.scope.ts";

const cacheControl = "public, max-age=300";

/** `GET /oidc/.well-known/openid-configuration` and `GET /oidc/jwks`: what a verifier of our tokens has to know. */
export function discoveryRoutes(config: SubgraphConfig, keys: SigningKeys): FastifyPluginAsync {
  return async (app) => {
    app.get("/oidc/.well-known/openid-configuration", async (_request, reply) =>
      reply.header("cache-control", cacheControl).send(discoveryDocument(config.issuer, config.mode)),
    );
    app.get("/oidc/jwks", async (_request, reply) => reply.header("cache-control", cacheControl).send(keys.jwks));
  };
}

function discoveryDocument(issuer: string, mode: Mode) {
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: [],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: scopes,
    ...(mode === "demo" && {
      token_endpoint: `${issuer}/token`,
      revocation_endpoint: `${issuer}/revocation`,
      grant_types_supported: grantTypes,
      token_endpoint_auth_methods_supported: ["none"],
    }),
  };
}
