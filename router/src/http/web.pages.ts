import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RequestRefusal } from "./request.refusal.ts";

/** First path segments that belong to programs: an unknown address below them is an error, not a page. */
const programs = new Set([
  "graphql",
  "oidc",
  "session",
  "healthz",
  "readyz",
  "metrics",
  "files",
  "webhooks",
  "assets",
  "import",
]);

const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>CareConnect</title></head>
<body><h1>The web application is not built</h1><p>Run <code>npm start</code>, which builds it, and reload this page.</p></body></html>
`;

/** An address that the single page application may know: no file name, and not a program's. */
function isPage(request: FastifyRequest): boolean {
  const [path = "/"] = request.url.split("?");
  const segments = path.split("/").filter((segment) => segment !== "");
  return (
    (request.method === "GET" || request.method === "HEAD") &&
    !programs.has(segments[0] ?? "") &&
    !(segments.at(-1) ?? "").includes(".")
  );
}

function notFound(): RequestRefusal {
  return new RequestRefusal(404, "NOT_FOUND", "There is nothing at this address.");
}

/** Content-hashed assets are kept for ever, fonts, which identity's pages name too, for a week; the rest is checked. */
const keptFor: Readonly<Record<string, string>> = {
  assets: "public, max-age=31536000, immutable",
  fonts: "public, max-age=604800",
};

/** Serves the built application. */
export async function webPages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  if (webRoot === undefined) {
    app.setNotFoundHandler(() => {
      throw notFound();
    });
    return;
  }
  const root = resolve(webRoot);
  if (existsSync(root)) {
    await app.register(fastifyStatic, {
      root,
      cacheControl: false,
      dotfiles: "ignore",
      setHeaders(reply, path) {
        const [folder = ""] = relative(root, path).split(sep);
        reply.header("cache-control", keptFor[folder] ?? "no-cache");
      },
    });
  }
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    if (!isPage(request)) throw notFound();
    if (!existsSync(join(root, "index.html"))) return reply.code(503).type("text/html; charset=utf-8").send(notBuilt);
    return reply.sendFile("index.html");
  });
}
