import { expect, it } from "vitest";
import { recurrenceOf } from "./recurrence.ts";

const startsOf = (rule: string, first: string, zone: string) => {
  const recurrence = recurrenceOf(rule, new Date(first), zone);
  return "problem" in recurrence ? recurrence : recurrence.starts.map((start) => start.toISOString());
};

it.each([
  ["America/New_York", "2027-03-01T14:30:00Z", ["2027-03-08T14:30", "2027-03-15T13:30", "2027-03-22T13:30"]],
  ["Europe/Berlin", "2027-10-18T07:30:00Z", ["2027-10-25T07:30", "2027-11-01T08:30", "2027-11-08T08:30"]],
  ["Australia/Lord_Howe", "2027-03-29T22:30:00Z", ["2027-04-05T23:00", "2027-04-12T23:00", "2027-04-19T23:00"]],
  ["Asia/Kathmandu", "2027-03-01T04:15:00Z", ["2027-03-08T04:15", "2027-03-15T04:15", "2027-03-22T04:15"]],
])(
  "cal.com #10517, #6217: a weekly visit is at the same time on the wall of %s when the clocks change",
  (zone, first, rest) => {
    expect(startsOf("FREQ=WEEKLY;COUNT=4", first, zone)).toEqual([
      new Date(first).toISOString(),
      ...rest.map((time) => `${time}:00.000Z`),
    ]);
  },
);

it("leaves out days that a month does not have, and hours that the clock jumps over", () => {
  expect(startsOf("FREQ=MONTHLY;COUNT=3", "2027-01-31T10:00:00Z", "UTC")).toEqual([
    "2027-01-31T10:00:00.000Z",
    "2027-03-31T10:00:00.000Z",
    "2027-05-31T10:00:00.000Z",
  ]);
  expect(startsOf("FREQ=DAILY;COUNT=3", "2027-03-13T07:30:00Z", "America/New_York")).toEqual([
    "2027-03-13T07:30:00.000Z",
    "2027-03-15T06:30:00.000Z",
    "2027-03-16T06:30:00.000Z",
  ]);
});

it("ends with UNTIL, that time included", () => {
  const rule = "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270113T100000Z";
  expect(startsOf(rule, "2027-01-04T10:00:00Z", "UTC")).toEqual([
    "2027-01-04T10:00:00.000Z",
    "2027-01-06T10:00:00.000Z",
    "2027-01-11T10:00:00.000Z",
    "2027-01-13T10:00:00.000Z",
  ]);
});

it.each([
  ["nonsense", "rule"],
  ["FREQ=WEEKLY", "rule"],
  ["FREQ=HOURLY;COUNT=3", "rule"],
  ["FREQ=DAILY;COUNT=2;BYHOUR=9,11", "rule"],
  ["FREQ=WEEKLY;INTERVAL=0;COUNT=3", "rule"],
  ["FREQ=DAILY;COUNT=101", "rule"],
  ["FREQ=DAILY;COUNT=999999999", "rule"],
  ["FREQ=YEARLY;COUNT=4", "rule"],
  ["FREQ=YEARLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30", "rule"],
  ["FREQ=WEEKLY;UNTIL=20200101T000000Z", "rule"],
  ["FREQ=WEEKLY;RSCALE=CHINESE;COUNT=3", "rule"],
  ["FREQ=WEEKLY;BYDAY=TU;COUNT=3", "startsAt"],
])("refuses %s", (rule, field) => {
  const began = performance.now();
  expect(startsOf(rule, "2027-01-04T10:00:00Z", "UTC")).toMatchObject({ field, problem: expect.any(String) });
  expect(performance.now() - began).toBeLessThan(1_000);
});

it.each([
  ["FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3", "There is no 32 in BYMONTHDAY: it has 1 to 31, or -1 to -31 from the end."],
  ["FREQ=MONTHLY;BYMONTHDAY=4,-32;COUNT=3", "There is no -32 in BYMONTHDAY"],
  ["FREQ=MONTHLY;BYMONTHDAY=4,0;COUNT=3", "There is no 0 in BYMONTHDAY"],
  ["FREQ=YEARLY;BYMONTH=1,13;COUNT=2", "There is no 13 in BYMONTH: it has 1 to 12."],
  ["FREQ=YEARLY;BYMONTH=1,-1;COUNT=2", "There is no -1 in BYMONTH"],
  ["FREQ=YEARLY;BYYEARDAY=4,367;COUNT=2", "There is no 367 in BYYEARDAY"],
  ["FREQ=YEARLY;BYWEEKNO=1,-54;COUNT=2", "There is no -54 in BYWEEKNO"],
  ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,367;COUNT=2", "There is no 367 in BYSETPOS"],
  ["FREQ=YEARLY;BYDAY=1MO,54MO;COUNT=2", "There is no 54MO in BYDAY"],
  ["freq=daily;count=-3", "There is no -3 in COUNT"],
  ["FREQ=DAILY;COUNT=0", "There is no 0 in COUNT"],
  ["FREQ=DAILY;COUNT=101", "There is no 101 in COUNT: it has 1 to 100."],
  ["FREQ=DAILY;INTERVAL=732;COUNT=2", "There is no 732 in INTERVAL: it has 1 to 731."],
  ["FREQ=WEEKLY;UNTIL=20270131", "UNTIL, an instant in UTC such as 20270131T170000Z."],
  ["FREQ=WEEKLY;UNTIL=2027-01-31T17:00:00Z", "UNTIL, an instant in UTC such as 20270131T170000Z."],
  ["FREQ=WEEKLY", "how many visits it has (COUNT) or until when it goes (UNTIL, an instant in UTC"],
  ["FREQ=DAILY;BYWEEKDAY=MO;COUNT=2", "A recurrence rule has no part BYWEEKDAY."],
  ["FREQ=DAILY;COUNT=2;COUNT=3", "A recurrence rule has each part once, and COUNT stands there twice."],
  ["DTSTART:20270601T000000Z", "A recurrence rule has no part DTSTART:20270601T000000Z."],
  ["FREQ=DAILY;COUNT=2;", "A recurrence rule has no part without a name."],
])("does not pass over what there is not in %s", (rule, problem) => {
  expect(startsOf(rule, "2027-01-04T10:00:00Z", "UTC")).toEqual({
    field: "rule",
    problem: expect.stringContaining(problem),
  });
});

it.each([
  ["RRULE:freq=monthly;bymonthday=4,-28;count=2", ["2027-01-04", "2027-02-01"]],
  ["FREQ=YEARLY;BYDAY=+1MO;BYMONTH=1;BYSETPOS=-1;COUNT=2", ["2027-01-04", "2028-01-03"]],
  ["FREQ=YEARLY;BYYEARDAY=4,-366;INTERVAL=1;WKST=SU;COUNT=2", ["2027-01-04", "2028-01-01"]],
])("takes the furthest numbers that there are: %s", (rule, days) => {
  expect(startsOf(rule, "2027-01-04T10:00:00Z", "UTC")).toEqual(days.map((day) => `${day}T10:00:00.000Z`));
});
