import { randomUUID } from "node:crypto";
import { planDigest } from "@careconnect/kit";
import { createTestDatabase, migrate } from "@careconnect/kit/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { expect, it } from "vitest";
import { billingSubgraph } from "./subgraph.ts";

it("plans that were kept in words are what an event would tell of them, and kept in words no more", async () => {
  const { migrations } = billingSubgraph;
  const before = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === "DigestPlans"),
  );
  const database = await createTestDatabase({
    ...{ ...billingSubgraph, migrations: before, appendOnly: [], subjectRules: [] },
  });
  const orm = await MikroORM.init({
    ...{ clientUrl: database.ownerUrl, entities: [], discovery: { warnWhenNoEntities: false } },
  });
  try {
    const execute = <Row>(statement: string, parameters: unknown[] = []) =>
      orm.em.getConnection().execute<Row[]>(statement, parameters);
    const plans = new Map(["Göld  2026", "ΠΛΑΝ Α", null].map((plan) => [randomUUID(), plan]));
    for (const [coverageId, plan] of plans)
      await execute(
        `insert into coverage_reference (organization_id, coverage_id, patient_id, payer_id, plan, priority, starts_on, aggregate_version)
         values (?, ?, ?, ?, ?, 'PRIMARY', '2026-01-01', 1)`,
        [randomUUID(), coverageId, randomUUID(), randomUUID(), plan],
      );
    await migrate(billingSubgraph, {
      ...{ ownerUrl: database.ownerUrl, applicationRole: "test_billing_app" },
      ...{ ownerIsApplication: false, broker: undefined },
    });
    const rows = await execute<{ row: { coverage_id: string; plan_digest: string | null } }>(
      "select to_jsonb(c) as row from coverage_reference c",
    );
    expect(new Map(rows.map(({ row }) => [row.coverage_id, row.plan_digest]))).toEqual(
      new Map([...plans].map(([id, plan]) => [id, plan === null ? null : planDigest(id, plan)])),
    );
    for (const { row } of rows) expect(row).not.toHaveProperty("plan");
  } finally {
    await orm.close(true);
    await database.drop();
  }
});
