const firstDelayMs = 500;
const longestDelayMs = 30_000;
const stableAfterMs = 60_000;

/** How long to wait before the next restart: 0.5 s, doubled by each death, at most 30 s. */
export function restartDelayMs(deathsInARow: number): number {
  return Math.min(firstDelayMs * 2 ** Math.max(0, deathsInARow - 1), longestDelayMs);
}

/** The count after one more death; a minute of life forgives the ones before. */
export function countDeaths(deathsInARow: number, livedForMs: number): number {
  return livedForMs >= stableAfterMs ? 1 : deathsInARow + 1;
}
