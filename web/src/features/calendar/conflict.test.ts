import { expect, test } from "vitest";
import { conflictAt } from "./conflict.ts";

const at = (time: string) => Date.parse(`2026-11-20T${time}:00.000Z`);
const visit = (id: string, from: string, to: string, fullName: string | null) => ({
  id,
  startsAt: new Date(at(from)).toISOString(),
  endsAt: new Date(at(to)).toISOString(),
  patient: fullName === null ? null : { fullName },
});

const moved = visit("a", "15:00", "15:30", "Amira Nasser");
const others = [moved, visit("b", "16:00", "16:30", "Daniel Okafor"), visit("c", "17:00", "17:30", null)];
const now = at("14:00");
const free = new Set([at("15:30"), at("18:00")]);

test("what the server says is free has no conflict", () => {
  expect(conflictAt(moved, at("15:30"), others, free, now)).toBeNull();
});

test("another visit at that time is named, as far as the viewer may know whose it is", () => {
  expect(conflictAt(moved, at("15:45"), others, free, now)).toEqual({ kind: "taken", by: "Daniel Okafor" });
  expect(conflictAt(moved, at("17:15"), others, free, now)).toEqual({ kind: "taken", by: null });
});

test("where nobody is and nothing is free, the provider is not there", () => {
  expect(conflictAt(moved, at("20:00"), others, free, now)).toEqual({ kind: "closed" });
});

test("nobody moves a visit into the past, and nothing is said before the server has answered", () => {
  expect(conflictAt(moved, at("13:45"), others, free, now)).toEqual({ kind: "past" });
  expect(conflictAt(moved, at("15:30"), others, null, now)).toBeUndefined();
});
