import { expect, it } from "vitest";
import { planAssault } from "./assault.ts";

it("an assault is the same for the same seed, another one for another, and leaves nothing out in five minutes", () => {
  const plan = planAssault(1, 5);
  expect(planAssault(1, 5)).toEqual(plan);
  expect(planAssault(2, 5)).not.toEqual(plan);
  const kinds = [1, 2, 3].map((seed) => new Set(planAssault(seed, 5).map(({ target }) => target.split(" ")[0])));
  for (const found of kinds) expect(found).toEqual(new Set(["service", "relay", "broker", "postgres"]));
  const pauses = plan.map(({ at }, index) => at - (plan[index - 1]?.at ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(6_000);
  expect(plan.at(-1)?.at).toBeLessThan(300_000);
});
