interface Timed {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A visit's place beside those that it shares time with. */
export interface Laned<Visit> {
  readonly visit: Visit;
  readonly lane: number;
  /** How many lanes there are beside each other, its own among them. */
  readonly lanes: number;
}

/** Puts visits that share time beside each other. Those that do not keep the whole width. */
export function inLanes<Visit extends Timed>(visits: readonly Visit[]): readonly Laned<Visit>[] {
  const sorted = [...visits].sort(
    (left, right) => left.startsAt.localeCompare(right.startsAt) || right.endsAt.localeCompare(left.endsAt),
  );
  const placed: Laned<Visit>[] = [];
  let cluster: { visit: Visit; lane: number }[] = [];
  let ends: string[] = [];
  const close = () => {
    placed.push(...cluster.map((place) => ({ ...place, lanes: ends.length })));
    cluster = [];
    ends = [];
  };
  for (const visit of sorted) {
    if (ends.every((end) => end <= visit.startsAt)) {
      close();
    }
    const free = ends.findIndex((end) => end <= visit.startsAt);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = visit.endsAt;
    cluster.push({ visit, lane });
  }
  close();
  return placed;
}
