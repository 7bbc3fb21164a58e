import { expect, test } from "vitest";
import { type DayVisit, hasDraft, nextVisit } from "./my-day.ts";

const visit = (id: string, status: string, ...notes: string[]) =>
  ({ id, status, visitNotes: { nodes: notes.map((note) => ({ id: note, status: note })) } }) as unknown as DayVisit;

test("who is being seen comes before who waits, and who waits before who is to come", () => {
  const day = [visit("1", "FULFILLED"), visit("2", "BOOKED"), visit("3", "CHECKED_IN"), visit("4", "IN_PROGRESS")];
  expect(nextVisit(day)?.id).toBe("4");
  expect(nextVisit(day.slice(0, 3))?.id).toBe("3");
  expect(nextVisit(day.slice(0, 2))?.id).toBe("2");
  expect(nextVisit(day.slice(0, 1))).toBeNull();
});

test("a draft waits to be signed, whatever else was signed", () => {
  expect(hasDraft(visit("1", "FULFILLED", "SIGNED", "DRAFT"))).toBe(true);
  expect(hasDraft(visit("1", "FULFILLED", "SIGNED"))).toBe(false);
});
