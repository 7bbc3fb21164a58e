import { useEffect } from "react";
import { CalendarVisitsDocument, type CalendarVisitsQuery } from "../../graphql/graphql.ts";
import { addDays, type CalendarDate } from "../../lib/format/calendar-date.ts";
import { startOfDay } from "../../lib/format/zoned-time.ts";
import { usePages } from "../../lib/graphql/use-pages.ts";
import { useLiveRefresh } from "../../lib/live/live.ts";

const selectVisits = (data: CalendarVisitsQuery) => data.appointments;

// More than that nobody can look at in one picture.
const mostVisits = 400;

/** Every visit of some days, read to the end, and again when visits change. */
export function useCalendarVisits(days: readonly CalendarDate[], providerId: string | null, timeZone: string) {
  const [first = "", last = first] = [days[0], days.at(-1)];
  const pages = usePages(
    CalendarVisitsDocument,
    {
      filter: {
        from: startOfDay(first, timeZone).toISOString(),
        to: startOfDay(addDays(last, 1), timeZone).toISOString(),
        ...(providerId === null ? {} : { providerId }),
      },
    },
    selectVisits,
  );
  const { hasMore, loadingMore, failed, loadMore, rows } = pages;
  useLiveRefresh(pages.refresh);
  useEffect(() => {
    if (hasMore && !loadingMore && !failed && rows.length < mostVisits) {
      loadMore();
    }
  }, [hasMore, loadingMore, failed, loadMore, rows.length]);
  return { ...pages, cutOff: hasMore && rows.length >= mostVisits };
}
