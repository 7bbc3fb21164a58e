import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";
import { mutants } from "./mutants.ts";

describe.each(mutants)("the mutant $name", ({ file, find, tests }) => {
  it("finds what it changes, in one place, and the tests that are to notice", () => {
    expect(readFileSync(join(repositoryRoot, file), "utf8").split(find)).toHaveLength(2);
    expect(tests.filter((test) => !existsSync(join(repositoryRoot, test)))).toEqual([]);
  });
});
