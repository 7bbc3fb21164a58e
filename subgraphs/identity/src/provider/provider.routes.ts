import { originOf } from "@careconnect/kit";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { noteOrigin } from "./provider.origin.ts";
import type { ProviderHolder } from "./provider.ts";

const mountPath = "/oidc";

/** How long answers that every verifier asks for may be kept, in seconds: a new key is announced for longer. */
export const jwksCacheTime = 300;

const cacheable = new Set(["/.well-known/openid-configuration", "/jwks"]);

/** Everything below /oidc that has no route of its own. Bodies are left unread: the provider reads them itself. */
export function providerRoutes(provider: ProviderHolder): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    app.all(`${mountPath}/*`, handTo(provider));
  };
}

/** Hands a request to the provider, which answers it. */
function handTo(provider: ProviderHolder): (request: FastifyRequest, reply: FastifyReply) => void {
  const issuer = new URL(provider.current().issuer);
  return (request, reply) => {
    noteOrigin(request.raw, originOf(request));
    reply.hijack();
    const path = request.originalUrl.slice(mountPath.length);
    // The provider finds out where it is mounted by comparing the two.
    Object.assign(request.raw, { url: path, originalUrl: request.originalUrl });
    // Whatever a caller says: the addresses that it hands out are the issuer's.
    request.raw.headers["x-forwarded-host"] = issuer.host;
    request.raw.headers["x-forwarded-proto"] = issuer.protocol.slice(0, -1);
    if (cacheable.has(path.split("?")[0] ?? ""))
      reply.raw.setHeader("cache-control", `public, max-age=${jwksCacheTime}`);
    void provider.current().callback()(request.raw, reply.raw);
  };
}
