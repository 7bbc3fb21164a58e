import { expect, it } from "vitest";
import { planDigest } from "./plan.digest.ts";

const [one, other] = ["0199a000-0000-7000-8000-00000000000a", "0199a000-0000-7000-8000-00000000000b"];

it("is the same for a plan however it is written, and another one for another plan or coverage", () => {
  // Events that were told stay: what it is computed of must never be another.
  expect(planDigest(one, "Göld  2026")).toBe("7a7289e7de77148bba07d3ee096e502a7fe1ab7c2d781d2fb19b8692fa1c5b92");
  for (const written of ["gold 2026", " GOLD 2026 ", "Go\u0308ld 2026"])
    expect(planDigest(one, written)).toBe(planDigest(one, "Göld  2026"));
  expect(planDigest(one, "gold 2027")).not.toBe(planDigest(one, "gold 2026"));
  expect(planDigest(other, "gold 2026")).not.toBe(planDigest(one, "gold 2026"));
});
