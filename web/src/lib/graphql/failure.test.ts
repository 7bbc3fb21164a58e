import { CombinedError } from "@urql/core";
import { expect, test, vi } from "vitest";
import { failureOf } from "./failure.ts";

test("without a network what is not there was not kept, with one there is nothing", () => {
  const network = vi.spyOn(navigator, "onLine", "get");
  network.mockReturnValue(false);
  expect(failureOf(undefined, "patient")).toBe("offline");
  // Of what was kept, what is empty is empty.
  expect(failureOf(undefined, "appointment", "consultation")).toBeNull();
  network.mockReturnValue(true);
  expect(failureOf(undefined, "patient")).toBeNull();
  expect(failureOf(new CombinedError({ networkError: new Error("No answer.") }), "patient")).toBe("offline");
});
