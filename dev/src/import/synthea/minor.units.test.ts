import { expect, test } from "vitest";
import { minorUnits } from "./minor.units.ts";

test.each([
  ["0.00", 0],
  ["129.16", 12_916],
  ["114070.14", 11_407_014],
  ["5", 500],
  ["5.", 500],
  ["5.1", 510],
  ["1.005", 101],
  ["1.004999", 100],
  ["77.49000000000001", 7_749],
  ["16774.548999999995", 1_677_455],
  ["0.999", 100],
  // 4.35 * 100 is 434.99999999999994 in floating point.
  ["4.35", 435],
  ["999999999999.99", 99_999_999_999_999],
])("%s is %i", (decimal, hundredths) => {
  expect(minorUnits(decimal)).toBe(hundredths);
});

test.each(["", "-1.00", "1,50", "1e3", "NaN", "$5", "1.2.3", ".50", "9999999999999"])("%j is not an amount", (text) => {
  expect(minorUnits(text)).toBeUndefined();
});
