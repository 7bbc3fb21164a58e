/** What went wrong at the last sign-in; the server says it. */
const problems = ["denied", "expired", "unavailable"] as const;
/** How the session ended. */
const ends = ["idle", "ended", "left"] as const;

/** Why a reader is shown the sign-in page. */
export type SignInReason = (typeof problems)[number] | (typeof ends)[number];

export const signInPage = "/sign-in";

/** The sign-in page's address, remembering where the reader wanted to go and how their session ended. */
export function signInPath(wanted: string, after?: (typeof ends)[number]): string {
  const search = new URLSearchParams({
    ...(after === undefined ? {} : { after }),
    ...(wanted === "/" ? {} : { return: wanted }),
  });
  return search.size === 0 ? signInPage : `${signInPage}?${search}`;
}

export function signInReason(search: URLSearchParams): SignInReason | null {
  const problem = problems.find((name) => name === search.get("problem"));
  return problem ?? ends.find((name) => name === search.get("after")) ?? null;
}

/** Where to go after signing in. Only paths of this app: an address from outside must not lead away. */
export function returnPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith("/")) {
    return "/";
  }
  const here = "http://here.invalid";
  const target = URL.canParse(wanted, here) ? new URL(wanted, here) : null;
  return target?.origin === here && !target.pathname.startsWith(signInPage)
    ? `${target.pathname}${target.search}${target.hash}`
    : "/";
}
