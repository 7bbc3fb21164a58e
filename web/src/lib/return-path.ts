/** Why a reader is shown the sign-in page: what went wrong at the last sign-in, or how the session ended. */
export type SignInReason = (typeof reasons)[number];

const reasons = ["denied", "expired", "unavailable", "idle", "ended", "left"] as const;

/** The sign-in page's address, remembering where the reader wanted to go. */
export function signInPath(wanted: string, reason?: SignInReason): string {
  const search = new URLSearchParams({
    ...(reason === undefined ? {} : { problem: reason }),
    ...(wanted === "/" ? {} : { return: wanted }),
  });
  return search.size === 0 ? "/sign-in" : `/sign-in?${search}`;
}

export function signInReason(search: URLSearchParams): SignInReason | null {
  return reasons.find((reason) => reason === search.get("problem")) ?? null;
}

/** Where to go after signing in. Only paths of this app: an address from outside must not lead away. */
export function returnPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith("/")) {
    return "/";
  }
  const here = "http://here.invalid";
  const target = URL.canParse(wanted, here) ? new URL(wanted, here) : null;
  return target?.origin === here && !target.pathname.startsWith("/sign-in")
    ? `${target.pathname}${target.search}${target.hash}`
    : "/";
}
