import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { defineEntity, p } from "@mikro-orm/core";
import { Migration } from "@mikro-orm/migrations";
import { Query, Resolver } from "type-graphql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { boundEntityManager } from "../persistence/orm.ts";
import { ownedRow } from "../persistence/row.ts";
import { blindIndex, sensitive } from "../sensitive/sensitive.column.ts";
import type { TestViewer } from "../testing/test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { Role } from "../viewer/viewer.ts";
import { aboutNobody, aboutPatients } from "./subject.rules.ts";

const Letter = defineEntity({
  name: "Letter",
  tableName: "letter",
  properties: {
    ...ownedRow,
    patientId: p.uuid(),
    confidential: p.boolean().default(false),
    text: sensitive(),
    textIndex: blindIndex<{ text?: string | null }>("letter.text", ({ text }) => text),
  },
});

const Page = defineEntity({
  name: "Page",
  tableName: "letter_page",
  properties: {
    ...ownedRow,
    letterId: () => p.manyToOne(Letter).mapToPk().joinColumn("letter_id"),
    words: sensitive(),
    printer: p.text(),
    remark: sensitive(),
    readAt: p.datetime(3).$type<Date | null>().nullable(),
  },
});

const Stamp = defineEntity({ name: "Stamp", tableName: "stamp", properties: { ...ownedRow, price: p.integer() } });

class CreateLetters extends Migration {
  override up(): void {
    const owned = `id uuid primary key, organization_id uuid not null, version int not null default 1,
      created_at timestamptz(3) not null, updated_at timestamptz(3) not null`;
    this.addSql(`create table letter (${owned}, patient_id uuid not null, confidential boolean not null default false, text text,
      text_index varchar(255))`);
    this.addSql(
      `create table letter_page (${owned}, letter_id uuid not null references letter, words text, printer text,
        remark text, read_at timestamptz(3))`,
    );
    this.addSql(`create table stamp (${owned}, price int not null)`);
  }
}

@Resolver()
class NothingResolver {
  @Query(() => String)
  nothing(): string {
    return "";
  }
}

const organizationId = "0199a000-0000-7000-8000-000000000001";
const patientId = "0199a000-0000-7000-8000-0000000000a1";
const other = "0199a000-0000-7000-8000-0000000000a2";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
const letters = 230;

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph({
    name: "letters",
    entities: [Letter, Page, Stamp],
    migrations: [CreateLetters],
    resolvers: [NothingResolver],
    references: {},
    subjectRules: [
      aboutPatients(Letter, {
        whose: { patientBy: "patientId" },
        confided: { where: { confidential: true }, because: "what is confidential" },
        erasure: { kind: "delete" },
      }),
      aboutPatients(Page, {
        whose: { parentBy: "letterId", parent: Letter },
        hidden: { printer: "a machine" },
        hiddenWithout: { remark: { property: "readAt", because: "what nobody read" } },
        erasure: { kind: "delete" },
      }),
      ...aboutNobody("postage", Stamp),
    ],
  });
  const em = boundEntityManager(subgraph.orm, organizationId);
  for (const [whose, count] of [
    [patientId, letters],
    [other, 3],
  ] as const)
    for (let index = 0; index < count; index += 1) {
      const letter = em.create(Letter, { patientId: whose, text: `letter ${index} to ${whose}` } as never) as {
        id: string;
      };
      if (index < 2) em.create(Page, { letterId: letter.id, words: `page of ${whose}`, printer: "P" } as never);
    }
  await em.flush();
});
afterAll(() => subgraph.close());

async function ask(viewer: TestViewer, body: object) {
  const response = await fetch(`${subgraph.url}/subject`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await subgraph.issuer.tokenFor(viewer)}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
}

async function everything(viewer: TestViewer): Promise<Map<string, Record<string, unknown>[]>> {
  const tables = new Map<string, Record<string, unknown>[]>();
  for (let from: unknown = null; ; ) {
    const page = (await ask(viewer, { patientId, from })) as never as {
      table: string;
      rows: Record<string, unknown>[];
      next: string | null;
    };
    expect(page.rows.length).toBeLessThanOrEqual(200);
    tables.set(page.table, [...(tables.get(page.table) ?? []), ...page.rows]);
    from = page.next;
    if (from === null) return tables;
  }
}

it("what is known of one patient is told page by page, in the clear, with what belongs to it and nothing of others", async () => {
  const tables = await everything(admin);
  expect([...tables.keys()]).toEqual(["letter", "letter_page"]);
  const told = tables.get("letter") ?? [];
  expect(new Set(told.map(({ id }) => id)).size).toBe(letters);
  expect(told.map(({ text }) => text)).toContain(`letter 229 to ${patientId}`);
  expect(Object.keys(told[0] ?? {}).sort()).toEqual(
    ["id", "organization_id", "version", "created_at", "updated_at", "patient_id", "text", "confidential"].sort(),
  );
  expect(tables.get("letter_page")).toMatchObject([
    { words: `page of ${patientId}` },
    { words: `page of ${patientId}` },
  ]);
  expect(JSON.stringify([...tables])).not.toMatch(new RegExp(`${other}|printer|text_index`));
  // By its own hand, too.
  const self = { organizationId, roles: [Role.PATIENT], patientId };
  expect([...(await everything(self))]).toEqual([...tables]);
});

it("what a patient says in confidence they alone are told, and what belongs to it", async () => {
  const em = boundEntityManager(subgraph.orm, organizationId);
  const confider = randomUUID();
  for (const confidential of [true, false]) {
    const letter = em.create(Letter, { patientId: confider, confidential, text: `${confidential}` } as never) as {
      id: string;
    };
    em.create(Page, { letterId: letter.id, words: `of ${confidential}`, printer: "P" } as never);
  }
  await em.flush();
  const told = async (viewer: TestViewer) => {
    const pages = [null, "letter_page"].map((from) => ask(viewer, { patientId: confider, from }) as Promise<object>);
    const told = (await Promise.all(pages)) as { rows: { text?: string; words?: string }[] }[];
    return told.flatMap(({ rows }) => rows.map(({ text, words }) => text ?? words));
  };
  expect(await told(admin)).toEqual(["false", "of false"]);
  const everything = ["true", "false", "of true", "of false"].sort();
  for (const roles of [[Role.PATIENT], [Role.PATIENT, Role.ADMIN]])
    expect((await told({ organizationId, roles, patientId: confider })).sort()).toEqual(everything);
});

it("what is hidden in some rows is told of the others", async () => {
  const reader = randomUUID();
  const em = boundEntityManager(subgraph.orm, organizationId);
  const letter = em.create(Letter, { patientId: reader, text: "a letter" } as never) as { id: string };
  for (const [remark, readAt] of [
    ["read", new Date()],
    ["unread", null],
  ])
    em.create(Page, { letterId: letter.id, words: "a page", printer: "P", remark, readAt } as never);
  await em.flush();
  const told = await ask(admin, { patientId: reader, from: "letter_page" });
  expect(told).toMatchObject({ rows: [{}, {}] });
  expect(JSON.stringify(told)).toContain('"read"');
  expect(JSON.stringify(told)).not.toContain("unread");
});

it("who else asks is told nothing, and it is written down", async () => {
  const body = { patientId };
  for (const viewer of [
    { organizationId, roles: [Role.STAFF, Role.NURSE, Role.PROVIDER, Role.PARTNER] },
    { organizationId, roles: [Role.PATIENT], patientId: other },
    { ...admin, scope: "records.read" },
    { ...admin, scope: "events import" },
  ])
    expect(await ask(viewer, body)).toMatchObject({ status: 403, code: "FORBIDDEN" });
  const elsewhere = { ...admin, organizationId: "0199a000-0000-7000-8000-000000000002" };
  expect(await ask(elsewhere, body)).toMatchObject({ status: 200, rows: [] });
  const entries = await subgraph.orm.em
    .getConnection()
    .execute<{ outcome: string; subject_ids: string[] }[]>(
      "select outcome, subject_ids from audit_entry where actions = '{subject.export}'",
    );
  expect(entries.filter(({ outcome }) => outcome === "DENIED")).toHaveLength(4);
  expect(entries).toContainEqual({ outcome: "ALLOWED", subject_ids: [patientId] });
});

it.each([
  [{}, "no patient"],
  [{ patientId, from: "stamp" }, "a table that is nobody's"],
  [{ patientId, from: "letter:x' or true" }, "what is no place"],
  [{ patientId, from: 5 }, "a number"],
])("%o, %s, is answered with a reason", async (body, _why) => {
  expect(await ask(admin, body)).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
});
