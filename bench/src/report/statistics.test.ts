import { expect, it } from "vitest";
import { median, quantile } from "./statistics.ts";

it("takes the middle, whatever the order", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it("takes a quantile between two values", () => {
  expect(quantile([10, 20], 0.99)).toBeCloseTo(19.9);
  expect(quantile([5], 0.99)).toBe(5);
});
