import { expect, it } from "vitest";
import { isPaidInAdvance, planVisits } from "./visit.course.ts";

it("what becomes of visits is the same for the same seed, most are paid in advance, and no course is left out", () => {
  const plan = planVisits(1, 500);
  expect(planVisits(1, 500)).toEqual(plan);
  expect(planVisits(2, 500)).not.toEqual(plan);
  const courses = new Set(plan.map(({ course }) => course));
  expect(courses).toEqual(new Set(["prepaid", "declined", "refunded", "kept", "cancelled", "completed", "paid"]));
  expect(plan.filter(({ course }) => isPaidInAdvance(course)).length).toBeGreaterThan(250);
});
