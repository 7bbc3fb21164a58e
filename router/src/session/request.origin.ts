import type { IncomingMessage } from "node:http";
import { RequestRefusal } from "../http/request.refusal.ts";
import type { RouterConfig } from "../router.config.ts";

type Headers = IncomingMessage["headers"];

/**
 * Whether the page that a request or an upgrade came from may use the session: ours, or one that the operator named.
 * A browser names the origin in every request that is not a plain GET of a page.
 */
export function mayUseSession({ origin, host }: Headers, config: RouterConfig): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (page.origin === new URL(config.publicUrl).origin || config.allowedOrigins.includes(page.origin)) return true;
  return page.host === host && page.protocol === (config.secure ? "https:" : "http:");
}

function originNotAllowed(): RequestRefusal {
  return new RequestRefusal(403, "ORIGIN_NOT_ALLOWED", "Another site's page may not use the session.");
}

/** For what our own scripts ask; programs, which send neither header, have no cookie but their own. */
export function requireOwnScript(headers: Headers, config: RouterConfig): void {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw originNotAllowed();
  if (headers.origin !== undefined && !mayUseSession(headers, config)) throw originNotAllowed();
}

/** For addresses that a person goes to: never in a frame, as an image, or by a script. */
export function requireNavigation(headers: Headers): void {
  const { "sec-fetch-mode": mode, "sec-fetch-dest": destination } = headers;
  if ((mode !== undefined && mode !== "navigate") || (destination !== undefined && destination !== "document")) {
    throw originNotAllowed();
  }
}
