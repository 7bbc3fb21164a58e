import type { SubjectPage } from "@careconnect/kit";

/** Some rows of one table. */
export type ToldPage = Pick<SubjectPage, "table" | "rows">;

/**
 * The file of what a subgraph told, as `JSON.stringify` lays it out, page by page, so that no more than one is in memory: the
 * pages of a table follow each other.
 */
export async function* toldText(subgraph: string, pages: AsyncIterable<ToldPage>): AsyncGenerator<string> {
  yield `{\n  "subgraph": ${JSON.stringify(subgraph)},\n  "tables": {`;
  const begun = new Set<string>();
  let open: string | undefined;
  let rows = 0;
  const close = () => (rows > 0 ? "\n    ]" : "]");
  for await (const page of pages) {
    // A subgraph that knows nothing tells of no table.
    if (page.table === "") continue;
    if (page.table !== open) {
      if (begun.has(page.table)) throw new Error("The pages of a table are not one after the other.");
      if (open !== undefined) yield close();
      yield `${begun.size > 0 ? "," : ""}\n    ${JSON.stringify(page.table)}: [`;
      begun.add(page.table);
      [open, rows] = [page.table, 0];
    }
    for (const row of page.rows) {
      yield `${rows > 0 ? "," : ""}\n      ${JSON.stringify(row, null, 2).replaceAll("\n", "\n      ")}`;
      rows += 1;
    }
  }
  yield begun.size > 0 ? `${close()}\n  }\n}\n` : "}\n}\n";
}
