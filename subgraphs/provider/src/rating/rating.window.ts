const day = 86_400_000;

/** How long after a visit it can be rated. */
export const ratingDays = 30;

/** How long a rating can be changed. */
export const editingDays = 14;

/** The beginning of the day of `moment`, in UTC. */
export function dayOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / day) * day);
}

/** Until when a visit can be rated. */
export function ratingEnd(fulfilledAt: Date): Date {
  return new Date(fulfilledAt.getTime() + ratingDays * day);
}

/** Until when a rating can be changed. */
export function editingEnd(ratedAt: Date): Date {
  return new Date(ratedAt.getTime() + editingDays * day);
}
