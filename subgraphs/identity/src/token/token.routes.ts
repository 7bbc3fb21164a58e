import { describeFault, originOf } from "@careconnect/kit";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { PassOn } from "../provider/provider.routes.ts";
import { TokenRequestError } from "./token.errors.ts";
import { parseRevocationRequest, parseTokenRequest } from "./token.request.ts";
import { grantByPassword, grantByRefreshToken, revokeToken, type TokenServices } from "./token.service.ts";

const form = "application/x-www-form-urlencoded";

/**
 * The demo's `POST /oidc/token` (RFC 6749: grants `password` and `refresh_token`) and `POST /oidc/revocation` (RFC 7009)
 * for whoever is no client; requests of clients are passed on to the provider.
 */
export function tokenRoutes(services: TokenServices, passOn: PassOn): FastifyPluginAsync {
  return async (app) => {
    // Both take forms alone: a JSON body could come from another origin's script without anybody noticing.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(form, { parseAs: "string", bodyLimit: 10_000 }, (_request, body, done) =>
      done(null, body),
    );
    app.addHook("onRequest", async (_request, reply) => {
      reply.header("cache-control", "no-store");
    });
    app.setErrorHandler((error, request, reply) => {
      const refusal = refusalOf(error);
      if (!refusal) {
        request.log.error({ fault: describeFault(error) }, "a token request failed");
        const description = "The request could not be handled. Try again.";
        return reply.code(500).send({ error: "server_error", error_description: description });
      }
      if (refusal.retryAfterSeconds !== undefined) reply.header("retry-after", refusal.retryAfterSeconds);
      return reply.code(refusal.status).send({ error: refusal.code, error_description: refusal.message });
    });

    app.addHook("preHandler", async (request, reply) => {
      if (!isOfClient(request)) return;
      Object.assign(request.raw, { body: request.body });
      passOn(request, reply);
    });
    app.post("/oidc/token", async (request) => {
      const asked = parseTokenRequest(request.body);
      return asked.grant_type === "password"
        ? grantByPassword(services, asked, originOf(request))
        : grantByRefreshToken(services, asked);
    });
    app.post("/oidc/revocation", async (request, reply) => {
      await revokeToken(services, parseRevocationRequest(request.body), originOf(request));
      return reply.code(200).send();
    });
  };
}

function isOfClient({ headers, body }: FastifyRequest): boolean {
  return headers.authorization !== undefined || /(^|&)client_(id|assertion)=/.test(String(body));
}

/** Why the request was refused; undefined when it is our fault. */
function refusalOf(error: unknown): TokenRequestError | undefined {
  if (error instanceof TokenRequestError) return error;
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === undefined || statusCode >= 500) return undefined;
  return new TokenRequestError("invalid_request", `Send the parameters as ${form}, 10 kB at most.`);
}
