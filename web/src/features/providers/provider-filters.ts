import { type ProviderFilter, ProviderStatus } from "../../graphql/graphql.ts";
import { addDays, type CalendarDate } from "../../lib/format/calendar-date.ts";

const statuses = Object.values(ProviderStatus);

/** Within how many days a credential ends, for those who look after that. */
export const endingDays = ["0", "30", "90"] as const;

export const leastRatings = ["4", "3"] as const;

/** What the list is narrowed by, as its address has it; what an address cannot mean narrows nothing. */
export function providerFilter(
  parameters: URLSearchParams,
  { today, desk }: { readonly today: CalendarDate; readonly desk: boolean },
): ProviderFilter {
  const [specialty, location, language] = ["specialty", "location", "language"].map((name) => parameters.get(name));
  const search = parameters.get("search") ?? "";
  const status = statuses.find((name) => name === parameters.get("status"));
  const rating = leastRatings.find((least) => least === parameters.get("rating"));
  const ending = desk ? endingDays.find((days) => days === parameters.get("ending")) : undefined;
  return {
    ...(search === "" ? {} : { search }),
    ...(specialty ? { specialty } : {}),
    ...(location ? { location } : {}),
    ...(language ? { language } : {}),
    ...(status === undefined ? {} : { status }),
    ...(parameters.get("bookable") === "1" ? { bookable: true } : {}),
    ...(rating === undefined ? {} : { minimumRating: Number(rating) }),
    // Whose last day is before today has ended.
    ...(ending === undefined ? {} : { credentialsExpireBefore: addDays(today, Number(ending)) }),
  };
}
