import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { printedBy } from "../compose/subgraph.sdl.ts";
import { parseSubjects, withSubjectReference } from "../compose/subject.reference.ts";
import { repositoryRoot } from "../repository.root.ts";
import { subgraphNames } from "../supervisor/subgraph.names.ts";

it("every table says what of it is a patient's, is exported and is erased, and docs/privacy.md says the same", async () => {
  const printed = new Map<string, string>();
  for (const name of subgraphNames) printed.set(name, await printedBy(`subgraphs/${name}`, "subjects"));
  const entries = [...printed].flatMap(([name, json]) => parseSubjects(json).map((entry) => ({ name, ...entry })));
  // Declare it in <subgraph>/src/subject.rules.ts, then run `npm run compose`.
  expect(entries.flatMap(({ name, table, faults }) => faults.map((fault) => `${name}: ${table} ${fault}`))).toEqual([]);
  expect(entries.filter(({ exported }) => exported.length > 0).length).toBeGreaterThan(15);

  const page = readFileSync(join(repositoryRoot, "docs/privacy.md"), "utf8");
  expect(page).toBe(withSubjectReference(page, printed));
}, 400_000);
