import { expect, test } from "vitest";
import { ruleOf } from "./repetition.ts";

test("every month means every month: where there is no such day it is the last one", () => {
  expect(ruleOf("MONTHLY", 12, "2026-11-28")).toBe("FREQ=MONTHLY;COUNT=12");
  expect(ruleOf("MONTHLY", 12, "2026-11-29")).toBe("FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1;COUNT=12");
  expect(ruleOf("MONTHLY", 24, "2027-01-31")).toBe("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=24");
});
