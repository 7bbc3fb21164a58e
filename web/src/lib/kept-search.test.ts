import { beforeEach, expect, test, vi } from "vitest";

// As a tab that is loaded anew has it.
async function loaded() {
  vi.resetModules();
  return import("./kept-search.ts");
}

beforeEach(() => sessionStorage.clear());

test("an entry of the history knows what was typed by a number alone, also after a reload", async () => {
  const { keepSearch, keptSearch } = await loaded();
  const state = keepSearch("u1", "amira@example.org");
  expect(JSON.stringify(state)).not.toContain("amira");
  expect(keptSearch("u1", state)).toBe("amira@example.org");
  expect((await loaded()).keptSearch("u1", state)).toBe("amira@example.org");
});

test("what is typed further takes the place of what was there", async () => {
  const { keepSearch, keptSearch } = await loaded();
  const state = keepSearch("u1", "ami");
  expect(keepSearch("u1", "amira", state)).toEqual(state);
  expect(keptSearch("u1", state)).toBe("amira");
  expect(sessionStorage.getItem("careconnect-searches")).not.toContain('"ami"');
});

test("another user does not see it", async () => {
  const { keepSearch, keptSearch } = await loaded();
  expect(keptSearch("u2", keepSearch("u1", "amira"))).toBe("");
});

test("it goes with the session, and of other people when somebody signs in", async () => {
  const { forgetSearches, keepSearch, keptSearch } = await loaded();
  const [mine, theirs] = [keepSearch("u1", "amira"), keepSearch("u2", "omar")];
  forgetSearches("u1");
  expect([keptSearch("u1", mine), keptSearch("u2", theirs)]).toEqual(["amira", ""]);
  forgetSearches();
  expect(keptSearch("u1", mine)).toBe("");
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/amira|omar/);
});

test.each([null, "amira", { search: "unknown" }, { usr: 1 }])("the state %j shows no search", async (state) => {
  expect((await loaded()).keptSearch("u1", state)).toBe("");
});

test("no more is kept than of the last fifty entries", async () => {
  const { keepSearch, keptSearch } = await loaded();
  const states = Array.from({ length: 51 }, (_, index) => keepSearch("u1", `name ${index}`));
  expect(keptSearch("u1", states[0])).toBe("");
  expect(keptSearch("u1", states[1])).toBe("name 1");
});

test("what something else has written there is not read", async () => {
  sessionStorage.setItem("careconnect-searches", "{");
  expect((await loaded()).keptSearch("u1", { search: "x" })).toBe("");
});
