/** The sign-in page's address, remembering where the reader wanted to go. */
export function signInPath(wanted: string): string {
  return wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`;
}

/** Where to go after signing in. Only paths of this app: an address from outside must not lead away. */
export function returnPath(next: string | null): string {
  if (next === null || !next.startsWith("/")) {
    return "/";
  }
  const here = "http://here.invalid";
  const target = URL.canParse(next, here) ? new URL(next, here) : null;
  return target?.origin === here && !target.pathname.startsWith("/sign-in")
    ? `${target.pathname}${target.search}${target.hash}`
    : "/";
}
