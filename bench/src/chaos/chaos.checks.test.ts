import { expect, it } from "vitest";
import type { Aftermath, Check } from "./chaos.check.ts";
import { blindChecks } from "./chaos.checks.ts";

const aftermath = { visits: [] } as unknown as Aftermath;
const spoiled = { visits: [{}] } as unknown as Aftermath;
const spoil = async () => spoiled;

const seeing: Check = {
  name: "sees it",
  look: async ({ visits }) => ({ looked: 1, differences: visits.map(() => "one too many") }),
  spoil,
};

it("names the checks that do not see that what they look at was spoiled, or that saw the same before", async () => {
  const never: Check = { name: "never", look: async () => ({ looked: 1, differences: [] }), spoil };
  const always: Check = { name: "always", look: async () => ({ looked: 1, differences: ["as ever"] }), spoil };
  expect(await blindChecks(aftermath, [seeing, never, always])).toEqual(["never", "always"]);
});
