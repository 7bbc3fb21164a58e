import { limits } from "../limits/router.limits.ts";

/** Any origin does: it is there so that what leaves it is seen. */
const origin = "https://own.invalid";

/**
 * The page to go back to after signing in.
 * @returns `/` for everything that would lead to another site, or to an address that is no page
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || wanted.length > limits.sessions.returnPath) return "/";
  if (!URL.canParse(wanted, origin)) return "/";
  const { origin: reached, pathname, search } = new URL(wanted, origin);
  const isOwn = reached === origin && !pathname.startsWith("//");
  return isOwn && !/^\/(session|oidc|graphql)(\/|$)/.test(pathname) ? `${pathname}${search}` : "/";
}
