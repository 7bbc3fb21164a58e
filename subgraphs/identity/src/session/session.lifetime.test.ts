import { expect, it } from "vitest";
import { readBrowserIdleTime } from "./session.lifetime.ts";

it("takes the idle time of browsers in whole minutes, half an hour unless told", () => {
  expect(readBrowserIdleTime({})).toBe(1_800);
  expect(readBrowserIdleTime({ SESSION_IDLE_MINUTES: "" })).toBe(1_800);
  expect(readBrowserIdleTime({ SESSION_IDLE_MINUTES: "10" })).toBe(600);
  for (const wrong of ["2", "721", "1.5", "soon"])
    expect(() => readBrowserIdleTime({ SESSION_IDLE_MINUTES: wrong })).toThrow(/SESSION_IDLE_MINUTES must be/);
});
