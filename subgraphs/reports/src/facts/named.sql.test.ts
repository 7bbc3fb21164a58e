import type { EntityManager } from "@mikro-orm/postgresql";
import { describe, expect, it } from "vitest";
import { newYork } from "./events.fixture.ts";
import { runNamed } from "./named.sql.ts";

const em = {
  getFilterParams: () => ({ organizationId: newYork }),
  execute: async (sql: string, values: unknown[]) => [{ sql, values }],
} as unknown as EntityManager;

describe("a statement with names", () => {
  it("has its parameters where they stand, as often as they do, and casts as they are", async () => {
    const sql = "select :a::int, :b from t where organization_id = :organization and x = :a";
    expect(await runNamed(em, sql, { a: 1, b: 2 })).toEqual([
      { sql: "select ?::int, ? from t where organization_id = ? and x = ?", values: [1, 2, newYork, 1] },
    ]);
  });

  it("is always of the organization that it is run for", async () => {
    const sql = "select 1 from t where organization_id = :organization";
    expect(await runNamed(em, sql, { organization: "another" })).toMatchObject([{ values: [newYork] }]);
    await expect(runNamed(em, "select 1 from t")).rejects.toThrow("not narrowed to an organization");
  });

  it("names the parameter that it was not given", async () => {
    await expect(runNamed(em, "select :a, :organization")).rejects.toThrow('no parameter "a"');
  });
});
