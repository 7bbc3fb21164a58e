import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

it("every error code in the code is in schema/ERRORS.md", () => {
  const documented = new Set(
    [...readFileSync(join(repositoryRoot, "schema/ERRORS.md"), "utf8").matchAll(/^\| `([A-Z_]+)`/gm)].map(
      ([, code]) => code,
    ),
  );
  const sources = globSync("{router,subgraphs/*}/src/**/*.ts", { cwd: repositoryRoot }).filter(
    (file) => !file.endsWith(".test.ts"),
  );
  const used = new Set(
    sources.flatMap((file) =>
      [...readFileSync(join(repositoryRoot, file), "utf8").matchAll(/\bcode: "([A-Z]+(?:_[A-Z]+)*)"/g)].map(
        ([, code]) => code,
      ),
    ),
  );
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((code) => !documented.has(code))).toEqual([]);
});
