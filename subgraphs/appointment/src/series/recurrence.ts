import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { mostOccurrences, problemOfParts, ruleForm, untilForm } from "./rule.parts.ts";

const longestSeries = { days: 731 };
/** What is no rule by RFC 5545 is refused; one that hardly ever comes true is given up. */
const limits = { strict: true, maxIterations: 2_000, maxCandidateEvaluations: 50_000 };

const frequencies: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

/** When visits of a series start, the first one first; or what is wrong with the rule, for a person. */
export type Recurrence =
  | { readonly starts: readonly Date[] }
  | { readonly field: "rule" | "startsAt"; readonly problem: string };

/** Whether visits that start then are too far apart for one series. */
export function isTooLong(first: Date, last: Date, timeZone: string): boolean {
  return Temporal.ZonedDateTime.compare(onWall(last, timeZone), onWall(first, timeZone).add(longestSeries)) > 0;
}

/** Works a rule (RRULE of RFC 5545) out on the wall of `timeZone`, from its first visit on. */
export function recurrenceOf(rule: string, first: Date, timeZone: string): Recurrence {
  const unknown = problemOfParts(rule);
  if (unknown !== undefined) return problem("rule", unknown);
  const parsed = parse(rule, onWall(first, timeZone));
  if (!parsed) return problem("rule", `This is no recurrence rule: ${ruleForm}.`);
  const { freq, count, until, byHour, byMinute, bySecond, rscale } = parsed.options();
  if (!frequencies.includes(freq) || byHour || byMinute || bySecond || rscale) {
    return problem(
      "rule",
      "A series repeats by days, weeks, months or years, each time at the hour of its first visit.",
    );
  }
  if (count === undefined && until === undefined)
    return problem(
      "rule",
      `A series has an end: say in the rule how many visits it has (COUNT) or until when it goes (${untilForm}).`,
    );
  const times = expand(parsed);
  if (!times) return problem("rule", "This rule hardly ever comes true: choose one with visits within two years.");
  const [earliest] = times;
  const last = times.at(-1);
  if (!earliest || !last)
    return problem(
      "rule",
      "This rule comes to no visit at all: its UNTIL is before the first visit, or its days do not exist.",
    );
  if (earliest.epochMilliseconds !== first.getTime()) {
    return problem(
      "startsAt",
      "The first visit of a series starts at a time of its rule: choose such a start, or a rule that has this one.",
    );
  }
  if (times.length > mostOccurrences)
    return problem("rule", `A series has ${mostOccurrences} visits at most: choose a rule that ends earlier.`);
  const starts = times.map((time) => new Date(time.epochMilliseconds));
  if (isTooLong(first, new Date(last.epochMilliseconds), timeZone)) {
    return problem("rule", "A series is over after two years: choose a rule that ends earlier.");
  }
  return { starts };
}

function onWall(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function problem(field: "rule" | "startsAt", text: string): Recurrence {
  return { field, problem: text };
}

function parse(rule: string, dtstart: Temporal.ZonedDateTime): RRuleTemporal<Temporal.ZonedDateTime> | undefined {
  try {
    return new RRuleTemporal({ rruleString: rule, dtstart, temporal: Temporal, cache: false, ...limits });
  } catch {
    return undefined;
  }
}

function expand(rule: RRuleTemporal<Temporal.ZonedDateTime>): Temporal.ZonedDateTime[] | undefined {
  try {
    return rule.all((_time, index) => index <= mostOccurrences);
  } catch {
    return undefined;
  }
}
