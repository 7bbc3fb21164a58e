import { expect, test } from "vitest";
import { addDays, addMonths, ageOn, daysOf, formatCalendarDate, mondayOf } from "./calendar-date.ts";

test("a birth date is the same day wherever it is read", () => {
  expect(formatCalendarDate("1980-03-01", "en-US")).toBe("Mar 1, 1980");
  expect(formatCalendarDate("1980-03-01", "en-GB")).toBe("1 Mar 1980");
});

test("days are added across months, years and clock changes", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2026-03-08", 1)).toBe("2026-03-09");
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
});

test("a week begins on Monday", () => {
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
  expect(mondayOf("2026-11-16")).toBe("2026-11-16");
});

test("age changes on the birthday, not before", () => {
  expect(ageOn("2000-11-20", "2026-11-19")).toBe(25);
  expect(ageOn("2000-11-20", "2026-11-20")).toBe(26);
  expect(ageOn("2004-02-29", "2026-02-28")).toBe(21);
});

test("months are added across years and have their own number of days", () => {
  expect(addMonths("2026-12", 1)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(daysOf("2028-02")).toHaveLength(29);
  expect(daysOf("2026-11").at(-1)).toBe("2026-11-30");
});
