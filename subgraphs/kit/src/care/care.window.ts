const day = 86_400_000;

/** How long a visit makes its patient one of the provider's, before it and after it. */
export interface CareDays {
  /** Days that a visit may lie back. */
  readonly before: number;
  /** Days that a visit may lie ahead. */
  readonly ahead: number;
}

export const defaultCareDays: CareDays = { before: 90, ahead: 30 };

let careDays = defaultCareDays;

/** Whom a provider cares for is decided by `days` from now on. */
export function useCareDays(days: CareDays): void {
  careDays = days;
}

/** When a visit starts, at `now`, that makes its patient one of the provider's: half-open. */
export function careWindow(now: Date): { readonly from: Date; readonly to: Date } {
  return {
    from: new Date(now.getTime() - careDays.before * day),
    to: new Date(now.getTime() + careDays.ahead * day),
  };
}
