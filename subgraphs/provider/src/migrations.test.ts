import { randomUUID } from "node:crypto";
import { createTestDatabase, migrate, type TestDatabase } from "@careconnect/kit/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { languageRanges } from "./provider/language.range.ts";
import { providerSubgraph } from "./subgraph.ts";

// What the migrations that change rows make of rows that were there before them.
let database: TestDatabase;
let orm: MikroORM;
const spoken = [[], ["de"], ["es-MX", "es"], ["zh-Hant-TW", "en", "en-GB"]];
beforeAll(async () => {
  const { migrations } = providerSubgraph;
  const before = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === "FindProviders"),
  );
  database = await createTestDatabase({ ...providerSubgraph, migrations: before, appendOnly: [], subjectRules: [] });
  orm = await MikroORM.init({
    ...{ clientUrl: database.ownerUrl, entities: [], discovery: { warnWhenNoEntities: false } },
  });
  for (const languages of spoken) {
    await orm.em.getConnection().execute(
      `insert into provider (id, organization_id, created_at, updated_at, given_name, family_name, given_name_folded,
         family_name_folded, time_zone, status, languages)
       values (?, ?, now(), now(), 'Lin', 'Li', 'lin', 'li', 'UTC', 'ACTIVE', ?::text[])`,
      [randomUUID(), randomUUID(), `{${languages.join()}}`],
    );
  }
  await migrate(providerSubgraph, {
    ...{ ownerUrl: database.ownerUrl, applicationRole: "test_provider_app" },
    ...{ ownerIsApplication: false, brokerUrl: undefined },
  });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

it("who speaks a language is found by the ranges that a new row of theirs would have", async () => {
  const rows = await orm.em
    .getConnection()
    .execute<{ languages: string[]; language_ranges: string[] }[]>("select languages, language_ranges from provider");
  const found = new Map(rows.map((row) => [row.languages.join(), row.language_ranges.sort()]));
  expect(found).toEqual(new Map(spoken.map((languages) => [languages.join(), languageRanges(languages).sort()])));
});
