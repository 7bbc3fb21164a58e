import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

it("every input of a command declares its key in the one way that the kit has", () => {
  const declared = globSync("subgraphs/*/src/**/*.ts", { cwd: repositoryRoot })
    .filter((file) => !file.startsWith("subgraphs/kit/"))
    .flatMap((file) => [
      ...readFileSync(join(repositoryRoot, file), "utf8").matchAll(/.*\n +idempotencyKey\?: string \| null;/g),
    ]);
  expect(declared.length).toBeGreaterThan(80);
  const others = declared.map(([lines]) => lines.trim()).filter((lines) => !lines.startsWith("@IdempotencyKey("));
  expect(others).toEqual([]);
});
