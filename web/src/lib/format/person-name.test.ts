import { expect, test } from "vitest";
import { greetingName, initials } from "./person-name.ts";

test("initials leave titles out and survive single and empty names", () => {
  expect(initials("Dr. Leila Haddad")).toBe("LH");
  expect(initials("Amira van den Nasser")).toBe("AN");
  expect(initials("Cher")).toBe("C");
  expect(initials("")).toBe("");
});

test("a greeting keeps the title with the last name, or takes the first name", () => {
  expect(greetingName("Dr. Leila Haddad")).toBe("Dr. Haddad");
  expect(greetingName("Morgan Ellis")).toBe("Morgan");
});
