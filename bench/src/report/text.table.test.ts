import { expect, it } from "vitest";
import { shown, textTable } from "./text.table.ts";

it("lines columns up, as Markdown", () => {
  expect(textTable(["what", "n"], [["dashboard", "12.5"], ["a"]])).toBe(
    ["| what      |    n |", "| --------- | ---: |", "| dashboard | 12.5 |", "| a         |      |"].join("\n"),
  );
});

it("shows as many digits as say something", () => {
  expect([0.1234, 12.34, 1234.5, Number.NaN].map(shown)).toEqual(["0.12", "12.3", "1235", "–"]);
});
