import { expect, test } from "vitest";
import type { Weekday } from "../../graphql/graphql.ts";
import {
  asEnd,
  asField,
  copied,
  editable,
  inputOf,
  minutesOf,
  ofDay,
  problemsOf,
  sameWeek,
  withMore,
} from "./week-hours.ts";

const hours = (key: string, day: Weekday, from: string, to: string) => ({ key, day, from, to, visitTypes: [] });

test("what was saved is edited and sent as it was", () => {
  const saved = [
    { day: "MONDAY", from: "09:00", to: "12:00", visitTypes: null },
    { day: "TUESDAY", from: "13:00", to: "24:00", visitTypes: ["VIDEO"] },
  ] as const;
  expect(inputOf(editable(saved))).toEqual([
    { day: "MONDAY", from: "09:00", to: "12:00" },
    { day: "TUESDAY", from: "13:00", to: "24:00", visitTypes: ["VIDEO"] },
  ]);
  expect(sameWeek(editable(saved), [...editable(saved)].reverse())).toBe(true);
});

test("hours that overlap, end before they begin, or are not chosen are named", () => {
  const week = [
    hours("a", "MONDAY", "09:00", "12:00"),
    hours("b", "MONDAY", "11:30", "13:00"),
    hours("c", "MONDAY", "13:00", "15:00"),
    hours("d", "TUESDAY", "15:00", "14:00"),
    hours("e", "WEDNESDAY", "", "14:00"),
    hours("f", "THURSDAY", "08:00", "24:00"),
  ];
  expect([...problemsOf(week)]).toEqual([
    ["d", "order"],
    ["e", "from"],
    ["b", "overlap"],
  ]);
});

test("a day is copied to the working days, and the weekend keeps its own", () => {
  const week = [
    hours("a", "MONDAY", "09:00", "12:00"),
    hours("b", "MONDAY", "13:00", "17:00"),
    hours("c", "TUESDAY", "10:00", "11:00"),
    hours("d", "SATURDAY", "10:00", "11:00"),
  ];
  const result = copied(week, "MONDAY");
  expect(ofDay(result, "TUESDAY").map(({ from, to }) => `${from}-${to}`)).toEqual(["09:00-12:00", "13:00-17:00"]);
  expect(ofDay(result, "FRIDAY")).toHaveLength(2);
  expect(ofDay(result, "SATURDAY")).toHaveLength(1);
  expect(new Set(result.map(({ key }) => key)).size).toBe(result.length);
});

test("more hours begin where those of the day end", () => {
  expect(withMore([], "MONDAY")[0]).toMatchObject({ from: "09:00", to: "17:00" });
  expect(withMore([hours("a", "MONDAY", "09:00", "12:00")], "MONDAY")[1]).toMatchObject({ from: "12:00", to: "18:00" });
});

test("the end of a day is midnight in a field, and 24:00 for the server", () => {
  expect(asField("24:00")).toBe("00:00");
  expect(asEnd("00:00")).toBe("24:00");
  expect(minutesOf([hours("a", "MONDAY", "22:00", "24:00"), hours("b", "MONDAY", "09:00", "09:30")])).toBe(150);
});
