import { expect, test } from "vitest";
import { noteStep, stepsBackTo } from "./trail.ts";

function arrive(idx: number, pathname: string): void {
  window.history.replaceState({ idx }, "");
  noteStep(pathname);
}

test("the way back leads to the list as it was left, whatever was opened in between", () => {
  arrive(0, "/");
  arrive(1, "/patients");
  arrive(2, "/patients/p1");
  arrive(3, "/patients/p1/notes");
  expect(stepsBackTo("/patients")).toBe(-2);
  expect(stepsBackTo("/billing")).toBeNull();
});

test("what was gone back from is no way back any more", () => {
  arrive(0, "/");
  arrive(1, "/patients");
  arrive(0, "/");
  arrive(1, "/calendar");
  arrive(2, "/patients/p1");
  expect(stepsBackTo("/patients")).toBeNull();
});

test("after a reload nothing is known of what was before", () => {
  arrive(7, "/patients/p1");
  expect(stepsBackTo("/patients")).toBeNull();
});
