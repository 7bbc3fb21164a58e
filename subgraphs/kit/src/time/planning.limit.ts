/** How many years ahead anything is planned: what is later is a mistyped year. */
const farthestYears = 5;

export const withinPlanning = `must be within ${farthestYears} years from now: check the year`;

/** The last instant that can be planned. */
export function planningEnd(): Date {
  const farthest = new Date();
  farthest.setUTCFullYear(farthest.getUTCFullYear() + farthestYears);
  return farthest;
}

/** Whether an instant, or a day (`YYYY-MM-DD`), is near enough to be planned. */
export function isPlannable(when: Date | string): boolean {
  return new Date(when) <= planningEnd();
}
