import { isCalendarDay } from "@careconnect/kit";

/** A day with its day and month swapped, as they are where people write them the other way round; undefined for none. */
export function swappedDay(day: string): string | undefined {
  const swapped = `${day.slice(0, 5)}${day.slice(8)}-${day.slice(5, 7)}`;
  return swapped !== day && isCalendarDay(swapped) ? swapped : undefined;
}

/** The real days that differ in one digit, or in two neighbours that changed places. */
function mistypedDays(day: string): string[] {
  const variants = new Set<string>();
  for (let at = 0; at < day.length; at += 1) {
    if (day[at] === "-") continue;
    for (let digit = 0; digit <= 9; digit += 1) variants.add(`${day.slice(0, at)}${digit}${day.slice(at + 1)}`);
    const next = day[at + 1];
    if (next !== undefined && next !== "-") variants.add(`${day.slice(0, at)}${next}${day[at]}${day.slice(at + 2)}`);
  }
  variants.delete(day);
  return [...variants].filter(isCalendarDay);
}

/** The days that may be meant by a day of birth: itself, and what somebody may have written instead. */
export function birthVariants(day: string): string[] {
  return [...new Set([day, swappedDay(day) ?? day, ...mistypedDays(day)])];
}
