import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyHelmetOptions } from "@fastify/helmet";
import type { RouterConfig } from "../router.config.ts";

/**
 * The policy of the application's own pages. Scripts are those of this origin, and inline ones that were in the page when
 * it was built: by their hashes, which hold for a page that was kept for offline use as well, as a nonce would not.
 * Mantine writes style elements for each breakpoint of a component as it is rendered, which no hash can foresee.
 */
export function securityHeaders(config: RouterConfig): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...inlineScripts(config.webRoot)],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'", ...(config.uploadOrigin === undefined ? [] : [config.uploadOrigin])],
        frameSrc: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    // Addresses carry the ids of records: not even their origin's own pages are told where somebody came from.
    referrerPolicy: { policy: "no-referrer" },
    // Browsers remember it for the host: over plain http it would lock a developer out of other projects on localhost.
    strictTransportSecurity: config.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: "deny" },
  };
}

/** What our pages may ask a browser for: passkeys, and camera and microphone for video visits. */
export const permissionsPolicy = [
  "camera=(self)",
  "microphone=(self)",
  "publickey-credentials-create=(self)",
  "publickey-credentials-get=(self)",
  "display-capture=()",
  "geolocation=()",
  "payment=()",
  "usb=()",
  "serial=()",
  "hid=()",
  "midi=()",
].join(", ");

/** The hashes of the inline scripts of the built page. */
function inlineScripts(webRoot: string | undefined): string[] {
  const page = webRoot === undefined ? undefined : join(webRoot, "index.html");
  if (page === undefined || !existsSync(page)) return [];
  const scripts = readFileSync(page, "utf8").matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi);
  return [...scripts].map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}
