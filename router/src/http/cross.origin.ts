import type { FastifyCorsOptions } from "@fastify/cors";
import type { RouterConfig } from "../router.config.ts";
import { correlationHeader } from "../telemetry/correlation.scope.ts";
import { csrfHeader } from "./request.refusal.ts";

const sandboxOrigins = [
  "https://studio.apollographql.com",
  "https://sandbox.embed.apollographql.com",
  "https://explorer.embed.apollographql.com",
];

/** Which other sites' pages may read our answers: those the operator named and, in demo mode, the hosted Sandbox. */
export function crossOrigin(config: RouterConfig): FastifyCorsOptions {
  return {
    origin: [...config.allowedOrigins, ...(config.mode === "demo" ? sandboxOrigins : [])],
    methods: ["GET", "POST", "OPTIONS"],
    allowedHeaders: [
      "authorization",
      "content-type",
      csrfHeader,
      correlationHeader,
      "apollo-require-preflight",
      "apollographql-client-name",
      "apollographql-client-version",
      "x-apollo-operation-name",
    ],
    exposedHeaders: [correlationHeader, "retry-after"],
    // The cookie is for our own pages; others bring a bearer token.
    credentials: false,
    maxAge: 600,
  };
}
