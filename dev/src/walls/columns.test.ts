import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { printedBy } from "../compose/subgraph.sdl.ts";
import { repositoryRoot } from "../repository.root.ts";
import { subgraphNames } from "../supervisor/subgraph.names.ts";

const catalogue = z.array(z.object({ table: z.string(), column: z.string(), kept: z.string() }));

/** The table below "## Columns" of docs/security.md: how each column is kept, by `<table>.<column>`. */
function documentedColumns(): Map<string, string> {
  const page = readFileSync(join(repositoryRoot, "docs/security.md"), "utf8");
  const section = page.split(/^## Columns$/m)[1]?.split(/^## /m)[0] ?? "";
  const rows = [...section.matchAll(/^\| `(\w+)` \| (.+?) \| (plain|sealed|blind index) \|/gm)];
  return new Map(
    rows.flatMap(([, table, columns = "", kept = ""]) =>
      [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => [`${table}.${column}`, kept] as const),
    ),
  );
}

it("how every column that can hold text is kept, docs/security.md says as the entities do", async () => {
  const columns: z.infer<typeof catalogue> = [];
  for (const name of subgraphNames)
    columns.push(...catalogue.parse(JSON.parse(await printedBy(`subgraphs/${name}`, "columns"))));
  expect(columns.filter(({ kept }) => kept === "sealed").length).toBeGreaterThan(5);
  const declared = new Map(columns.map(({ table, column, kept }) => [`${table}.${column}`, kept]));
  expect(Object.fromEntries([...documentedColumns()].sort())).toEqual(Object.fromEntries([...declared].sort()));
}, 400_000);
