import { invalid } from "./row.rejection.ts";

/**
 * The time zone of US states that lie in one zone whole, by postal code and by name. States that are split between
 * zones (such as Florida, Texas or Indiana) are left out: the state alone does not say which one holds.
 */
const zoneOfState: Readonly<Record<string, string>> = {
  ...statesIn("America/New_York", {
    CT: "Connecticut",
    DC: "District of Columbia",
    DE: "Delaware",
    GA: "Georgia",
    MA: "Massachusetts",
    MD: "Maryland",
    ME: "Maine",
    NC: "North Carolina",
    NH: "New Hampshire",
    NJ: "New Jersey",
    NY: "New York",
    OH: "Ohio",
    PA: "Pennsylvania",
    RI: "Rhode Island",
    SC: "South Carolina",
    VA: "Virginia",
    VT: "Vermont",
    WV: "West Virginia",
  }),
  ...statesIn("America/Chicago", {
    AL: "Alabama",
    AR: "Arkansas",
    IA: "Iowa",
    IL: "Illinois",
    LA: "Louisiana",
    MN: "Minnesota",
    MO: "Missouri",
    MS: "Mississippi",
    OK: "Oklahoma",
    WI: "Wisconsin",
  }),
  ...statesIn("America/Denver", {
    CO: "Colorado",
    MT: "Montana",
    NM: "New Mexico",
    UT: "Utah",
    WY: "Wyoming",
  }),
  ...statesIn("America/Los_Angeles", { CA: "California", WA: "Washington" }),
  ...statesIn("Pacific/Honolulu", { HI: "Hawaii" }),
  ...statesIn("America/Puerto_Rico", { PR: "Puerto Rico" }),
};

/** The IANA zone of a US state, given as its postal code or name; undefined when the state does not settle it. */
export function timeZoneOfState(state: string | undefined): string | undefined {
  return state === undefined ? undefined : zoneOfState[state.toUpperCase()];
}

/** The zone of a row that must have one; `timeZone` is what the user chose for states that do not settle it. */
export function requiredTimeZone(
  column: string,
  state: string | undefined,
  { timeZone }: { readonly timeZone?: string },
): string {
  const zone = timeZoneOfState(state) ?? timeZone;
  if (zone !== undefined) return zone;
  const problem = state === undefined ? "is empty" : `"${state}" is not a US state that lies in one time zone`;
  throw invalid(column, `${problem}: name the zone with --time-zone`);
}

function statesIn(zone: string, states: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(states).flatMap(([code, name]) => [
      [code, zone],
      [name.toUpperCase(), zone],
    ]),
  );
}
