import { expect, test } from "vitest";
import { counts } from "../../graphql/limits.ts";
import { mostVisits, repetitionOf, repetitions, ruleOf } from "./repetition.ts";

const at = (startsAt: string, timeZone = "America/New_York") => ({ startsAt, timeZone });

test("every month means every month: where there is no such day it is the last one", () => {
  expect(ruleOf("MONTHLY", 12, at("2026-11-28T15:00:00Z"))).toBe("FREQ=MONTHLY;COUNT=12");
  expect(ruleOf("MONTHLY", 12, at("2026-11-29T15:00:00Z"))).toBe("FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1;COUNT=12");
  expect(ruleOf("MONTHLY", 24, at("2027-01-31T15:00:00Z"))).toBe(
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=24",
  );
});

test("the day of the month is the provider's", () => {
  expect(ruleOf("MONTHLY", 6, at("2027-01-30T01:00:00Z", "Asia/Tokyo"))).toContain("BYMONTHDAY=28,29,30;");
  expect(ruleOf("MONTHLY", 6, at("2027-01-30T01:00:00Z"))).toContain("BYMONTHDAY=28,29;");
});

test("a series has as many visits as the server books at once, and none of them later than two years on", () => {
  expect(mostVisits("DAILY")).toBe(counts.BookAppointmentSeriesInput.rule.max);
  expect(mostVisits("WEEKLY")).toBe(100);
  expect(mostVisits("TWO_WEEKLY")).toBe(52);
  expect(mostVisits("MONTHLY")).toBe(24);
});

test("the repetition of a rule is known again, and another rule is none of them", () => {
  for (const startsAt of ["2026-11-09T15:00:00Z", "2026-11-29T15:00:00Z", "2026-12-31T15:00:00Z"]) {
    for (const repetition of repetitions) {
      expect(repetitionOf(ruleOf(repetition, 12, at(startsAt)))).toBe(repetition);
    }
  }
  expect(repetitionOf("FREQ=WEEKLY;UNTIL=20270131T170000Z")).toBe("WEEKLY");
  expect(repetitionOf("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10")).toBeNull();
  expect(repetitionOf("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=10")).toBeNull();
});
