import { randomUUID } from "node:crypto";
import { createTestDatabase, migrate, type TestDatabase } from "@careconnect/kit/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { languageRanges } from "./provider/language.range.ts";
import { wordsOfName } from "./specialty/specialty.entity.ts";
import { providerSubgraph } from "./subgraph.ts";

// What the migrations that change rows make of rows that were there before them.
let database: TestDatabase;
let orm: MikroORM;
const told = randomUUID();
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
  for (const type of ["provider.rated", "provider.rating.changed", "provider.updated"])
    await orm.em.getConnection().execute(
      `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id, aggregate_version,
         occurred_at, actor_id, correlation_id, imported, payload)
       select overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid, ?, ?, 1, 'Rating', ?, 1, moment, ?, 'a request', false, '{}'
       from unnest(array[now(), '2020-01-31 23:59:59.9Z']) moment`,
      [told, type, told, told],
    );
  await migrate(providerSubgraph, {
    ...{ ownerUrl: database.ownerUrl, applicationRole: "test_provider_app" },
    ...{ ownerIsApplication: false, broker: undefined },
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

it("what a process of a version before writes is found by what it leaves out, and what it changes by what is new", async () => {
  const execute = (statement: string, parameters: unknown[] = []) =>
    orm.em.getConnection().execute<Record<string, unknown>[]>(statement, parameters);
  const names = [
    "Cardiology",
    "Hals-, Nasen- & Ohrenheilkunde",
    "  Médecine  générale ",
    "Хирургия",
    "Ψυχιατρική",
    "—",
  ];
  for (const name of names)
    await execute(
      `insert into specialty (id, organization_id, created_at, updated_at, code, name)
       values (gen_random_uuid(), ?, now(), now(), ?, ?)`,
      [told, name, name],
    );
  const words = () => execute("select name, name_words from specialty order by code");
  for (const { name, name_words } of await words()) expect(name_words).toBe(wordsOfName({ name: String(name) }));
  await execute("update specialty set name = name || ' für Kinder'");
  for (const { name, name_words } of await words()) expect(name_words).toBe(wordsOfName({ name: String(name) }));
  // Who writes both is believed.
  await execute("update specialty set name = 'X', name_words = ' of their own'");
  expect((await words())[0]).toEqual({ name: "X", name_words: " of their own" });

  await execute("update provider set languages = '{fr-CH,fr}' where languages = '{de}'");
  await execute(
    `insert into provider (id, organization_id, created_at, updated_at, given_name, family_name, given_name_folded,
       family_name_folded, time_zone, status, languages)
     values (gen_random_uuid(), ?, now(), now(), 'Lin', 'Li', 'lin', 'li', 'UTC', 'ACTIVE', '{es-MX}')`,
    [told],
  );
  const spoken = await execute(
    "select language_ranges from provider where languages in ('{fr-CH,fr}', '{es-MX}') order by created_at",
  );
  expect(spoken.map(({ language_ranges }) => (language_ranges as string[]).sort())).toEqual([
    ["fr", "fr-ch"],
    ["es", "es-mx"],
  ]);
});

it("of ratings that were told, who rated is in the log no more, and the day alone", async () => {
  const rows = await orm.em.getConnection().execute<Record<string, unknown>[]>(
    `select type, actor_id, correlation_id = id::text as alone, substr(id::text, 15, 1) as version,
       occurred_at = date_trunc('day', occurred_at, 'UTC') as day_alone
     from outbox_event order by type, occurred_at`,
  );
  const withheld = { actor_id: null, alone: true, version: "4", day_alone: true };
  const kept = { actor_id: told, alone: false, version: "7", day_alone: false };
  expect(rows).toEqual(
    [
      ["provider.rated", withheld],
      ["provider.rating.changed", withheld],
      ["provider.updated", kept],
    ].flatMap(([type, row]) => [
      { type, ...(row as object) },
      { type, ...(row as object) },
    ]),
  );
});
