import type { EntityManager } from "@mikro-orm/postgresql";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { AppointmentStatus } from "../booking/booking.status.ts";
import { isOpenFor, type WorkingHours } from "../slots/opening.hours.ts";
import { createWallClock } from "../slots/wall.clock.ts";

/** How many visits are looked at for one provider, and answered. */
export const mostVisits = 2_000;
export const mostStranded = 500;

/** The visits of providers that are to come and that nobody has begun, the earliest first. */
export function visitsToCome(
  em: EntityManager,
  providerIds: readonly string[],
  within: object,
): Promise<AppointmentRow[]> {
  return em.find(
    AppointmentRow,
    {
      $and: [
        {
          providerId: { $in: [...providerIds] },
          status: { $in: [AppointmentStatus.REQUESTED, AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED] },
          startsAt: { $gt: new Date() },
        },
        within,
      ],
    },
    { orderBy: [{ startsAt: "asc" }, { id: "asc" }], limit: mostVisits * providerIds.length },
  );
}

/** Those of the visits that lie outside of the hours. */
export function outsideOf(hours: WorkingHours, visits: readonly AppointmentRow[]): AppointmentRow[] {
  const clock = createWallClock();
  return visits.filter(({ startsAt, endsAt, visitType }) => {
    const span = { start: startsAt.getTime(), end: endsAt.getTime() };
    return !isOpenFor(hours, span, visitType, clock);
  });
}
