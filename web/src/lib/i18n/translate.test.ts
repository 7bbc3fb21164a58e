import { expect, test } from "vitest";
import { createTranslate } from "./translate.ts";

const texts = {
  hello: "Hello {{name}}",
  list: {
    visits_zero: "no visits",
    visits_one: "{{count, number}} visit",
    visits_two: "two visits",
    visits_few: "{{count, number}} visits (few)",
    visits_other: "{{count, number}} visits",
    only_other: "{{count, number}} of them",
  },
};
const english = createTranslate<typeof texts>([texts], { locale: "en-US", isolated: false });

test("what a text leaves open is filled in", () => {
  expect(english("hello", { name: "Amira" })).toBe("Hello Amira");
});

test("a count chooses the form that its language has for it, and is written as there", () => {
  expect([0, 1, 2, 1234].map((count) => english("list.visits", { count }))).toEqual([
    "no visits",
    "1 visit",
    "2 visits",
    "1,234 visits",
  ]);
  const arabic = createTranslate<typeof texts>([texts], { locale: "ar-u-nu-latn", isolated: true });
  expect([1, 2, 3, 11].map((count) => arabic("list.visits", { count }))).toEqual([
    "1 visit",
    "two visits",
    "3 visits (few)",
    "11 visits",
  ]);
});

test("a form that a text lacks is its general one", () => {
  expect(english("list.only", { count: 1 })).toBe("1 of them");
});

test("where it is written from the right, a name in other letters leaves the order of the words as it is", () => {
  const arabic = createTranslate<typeof texts>([texts], { locale: "ar", isolated: true });
  expect(arabic("hello", { name: "Amira" })).toBe("Hello \u2068Amira\u2069");
});

test("an address without a text is a mistake of ours", () => {
  expect(() => english("list.nothing" as "hello")).toThrow("There is no text list.nothing.");
});
