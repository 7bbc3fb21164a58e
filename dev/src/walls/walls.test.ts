import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

let planting: string;
beforeAll(() => {
  planting = mkdtempSync(join(tmpdir(), "careconnect-walls-"));
  for (const file of ["biome.json", ".gitignore"]) cpSync(join(repositoryRoot, file), join(planting, file));
});
afterAll(() => rmSync(planting, { recursive: true, force: true }));

/** Lints `source` at `file` of a copy of the repository's layout; answers with the complaint, or nothing. */
function lint(file: string, source: string): string {
  mkdirSync(dirname(join(planting, file)), { recursive: true });
  writeFileSync(join(planting, file), source);
  const biome = join(repositoryRoot, "node_modules/.bin/biome");
  const { status, stdout, stderr } = spawnSync(biome, ["lint", file], { cwd: planting, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

const importing = (path: string) => `import { thing } from "${path}";\nexport const copy = thing;\n`;

describe("the walls between workspaces", () => {
  it.each([
    ["a subgraph imports another", "subgraphs/patient/src/patient/planted.ts", "@careconnect/billing"],
    [
      "a subgraph reaches into another by path",
      "subgraphs/patient/src/patient/planted.ts",
      "../../../billing/src/subgraph.ts",
    ],
    [
      "a subgraph runs another's migrations",
      "subgraphs/patient/src/patient/planted.ts",
      "../../../billing/migrations/index.ts",
    ],
    ["the web imports a subgraph", "web/src/app/planted.ts", "@careconnect/patient"],
    [
      "an area reaches into a subgraph by path",
      "web/src/features/patients/planted.ts",
      "../../../../subgraphs/patient/index.ts",
    ],
    ["a subgraph imports the router", "subgraphs/billing/src/planted.ts", "@careconnect/router"],
    ["the kit imports a subgraph", "subgraphs/kit/src/planted.ts", "@careconnect/patient"],
    ["the kit reaches into a subgraph by path", "subgraphs/kit/src/planted.ts", "../../patient/src/subgraph.ts"],
    ["the bench imports the router", "bench/src/planted.ts", "@careconnect/router"],
    ["the router imports a subgraph", "router/src/planted.ts", "@careconnect/patient"],
    [
      "one web area imports another",
      "web/src/features/patients/components/planted.ts",
      "../../billing/components/InvoicesPage.tsx",
    ],
    ["an area imports the app", "web/src/features/patients/components/planted.ts", "../../../app/routes.tsx"],
    [
      "the web's shared components import an area",
      "web/src/ui/planted.ts",
      "../features/patients/components/PatientsPage.tsx",
    ],
  ])("refuse it when %s", (_case, file, path) => {
    expect(lint(file, importing(path))).toContain("noRestrictedImports");
  });

  it.each([
    ["subgraphs/patient/src/patient/planted.ts", "@careconnect/kit"],
    ["subgraphs/patient/src/patient/planted.ts", "../condition/condition.service.ts"],
    ["bench/src/planted.ts", "@careconnect/dev/import/batch.sender"],
    ["subgraphs/patient/src/planted.ts", "../migrations/index.ts"],
    ["web/src/features/patients/components/planted.ts", "../../../ui/StatusBadge.tsx"],
  ])("let %s import %s", (file, path) => {
    expect(lint(file, importing(path))).toBe("");
  });
});
