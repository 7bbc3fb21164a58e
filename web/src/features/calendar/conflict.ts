interface Visit {
  readonly id: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly patient: { readonly fullName: string } | null;
}

/**
 * Why a visit cannot be moved somewhere: it is over, there is another visit, or the provider is not there. What the server
 * says is free decides; the visits that are on the screen only say why something is not.
 */
export type Conflict =
  | { readonly kind: "past" }
  | { readonly kind: "taken"; readonly by: string | null }
  | { readonly kind: "closed" };

/** What stands against `visit` at `startsAt`, milliseconds; null when it is free, undefined while nobody knows. */
export function conflictAt(
  visit: Visit,
  startsAt: number,
  others: readonly Visit[],
  free: ReadonlySet<number> | null,
  now: number,
): Conflict | null | undefined {
  if (startsAt < now) {
    return { kind: "past" };
  }
  if (free === null) {
    return undefined;
  }
  if (free.has(startsAt)) {
    return null;
  }
  const endsAt = startsAt + Date.parse(visit.endsAt) - Date.parse(visit.startsAt);
  const other = others.find(
    ({ id, startsAt: from, endsAt: to }) => id !== visit.id && Date.parse(from) < endsAt && startsAt < Date.parse(to),
  );
  return other === undefined ? { kind: "closed" } : { kind: "taken", by: other.patient?.fullName ?? null };
}
