import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

const documented = new Set(
  [...readFileSync(join(repositoryRoot, "schema/ERRORS.md"), "utf8").matchAll(/^\| `([A-Z_]+)`/gm)].map(
    ([, code]) => code ?? "",
  ),
);

const definition = /\{\s*code: "[A-Z_]+",\s*(http: "[^"]*",\s*)?meaning/g;

/** The code without what only declares errors. */
const sources = globSync("{router,subgraphs/*}/src/**/*.ts", { cwd: repositoryRoot })
  .filter((file) => !file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(repositoryRoot, file), "utf8").replaceAll(definition, ""))
  .join("\n");

const uses =
  /(?:\bcode: |\bCommandRefusal\(\s*|\b(?:refusal|mistake)\(\s*|\bRequestRefusal\(\s*\d+,\s*)"([A-Z]+(?:_[A-Z]+)*)"/g;

it("every error code that the code answers with is declared", () => {
  const used = new Set([...sources.matchAll(uses)].map(([, code]) => code ?? ""));
  expect(used.size).toBeGreaterThan(25);
  expect([...used].filter((code) => !documented.has(code))).toEqual([]);
});

it("every declared error code is one that the code answers with", () => {
  expect(documented.size).toBeGreaterThan(35);
  expect([...documented].filter((code) => !new RegExp(`\\b${code}\\b`).test(sources))).toEqual([]);
});
