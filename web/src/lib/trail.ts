// Which page each entry of the browser's history up to this one shows; after a reload, what is known of it since.
const trail: string[] = [];

/** Where react-router says that the browser stands in its history. */
function position(): number {
  const state: unknown = window.history.state;
  return typeof state === "object" && state !== null && "idx" in state ? Number(state.idx) : 0;
}

/** Notes the page on which the reader has arrived. */
export function noteStep(pathname: string): void {
  trail.length = position();
  trail[position()] = pathname;
}

/** How far back the reader was last on a page, as a negative number of steps; null when they were not. */
export function stepsBackTo(pathname: string): number | null {
  const here = position();
  const there = here === 0 ? -1 : trail.lastIndexOf(pathname, here - 1);
  return there === -1 ? null : there - here;
}
