/** A page of this app that is the room of a video visit. */
const ownRoom = /^\/visit\/[\da-f-]{36}$/;

/** The page of this app to which a visit's `joinUrl` leads; null when it leads to another site. */
export function visitPath(joinUrl: string): string | null {
  const { pathname, hash } = new URL(joinUrl);
  return ownRoom.test(pathname) && hash.length > 1 ? `${pathname}${hash}` : null;
}

/** The link within a page's address. */
export function visitLink(joinUrl: string): string | null {
  const { hash } = new URL(joinUrl, "http://here.invalid");
  return hash.length > 1 ? hash.slice(1) : null;
}
