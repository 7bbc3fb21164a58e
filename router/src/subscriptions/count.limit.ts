/** Counts what is open per key, and says when there is too much of it. */
export interface CountLimit {
  /** @returns how to give the place back, or undefined when all are taken */
  take(key: string): (() => void) | undefined;
}

export function createCountLimit(most: number): CountLimit {
  const counts = new Map<string, number>();
  return {
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count >= most) return undefined;
      counts.set(key, count + 1);
      return () => {
        const left = (counts.get(key) ?? 1) - 1;
        if (left === 0) counts.delete(key);
        else counts.set(key, left);
      };
    },
  };
}
