import { expect, test } from "vitest";
import { providerFilter } from "./provider-filters.ts";

const filterOf = (address: string, desk = true) =>
  providerFilter(new URLSearchParams(address), { today: "2026-02-27", desk });

test("an address without filters narrows nothing", () => {
  expect(filterOf("")).toEqual({});
  expect(filterOf("order=NAME_DESC&search=&specialty=")).toEqual({});
});

test("each filter is what the server understands by it", () => {
  expect(filterOf("specialty=CARDIOLOGY&location=o7&language=es&status=ACTIVE&search=tanaka")).toEqual({
    ...{ specialty: "CARDIOLOGY", location: "o7", language: "es", status: "ACTIVE", search: "tanaka" },
  });
  expect(filterOf("bookable=1&rating=4")).toEqual({ bookable: true, minimumRating: 4 });
});

test("credentials that end are found by the day, by the desk alone", () => {
  expect(filterOf("ending=0")).toEqual({ credentialsExpireBefore: "2026-02-27" });
  expect(filterOf("ending=30")).toEqual({ credentialsExpireBefore: "2026-03-29" });
  expect(filterOf("ending=30", false)).toEqual({});
});

test("what an address cannot mean narrows nothing", () => {
  expect(filterOf("status=GONE&rating=9&ending=7&bookable=yes")).toEqual({});
});
