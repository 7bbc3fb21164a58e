import { defineEntity, p } from "@mikro-orm/core";
import { Migration } from "@mikro-orm/migrations";
import { Query, Resolver } from "type-graphql";
import { ownedRow } from "../persistence/row.ts";
import { blindIndex, sensitive } from "../sensitive/sensitive.column.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { aboutNobody, aboutPatients, type SubjectRule } from "../subject/subject.rules.ts";

/** Stays, without what is in it. */
export const Folder = defineEntity({
  name: "Folder",
  tableName: "folder",
  properties: {
    ...ownedRow,
    patientId: p.uuid(),
    label: p.text(),
    text: sensitive(),
    textIndex: blindIndex<{ text?: string | null }>("folder.text", ({ text }) => text),
    shelf: p.text(),
  },
});

/** Goes, and is found by its folder. */
export const Sheet = defineEntity({
  name: "Sheet",
  tableName: "folder_sheet",
  properties: {
    ...ownedRow,
    folderId: () => p.manyToOne(Folder).mapToPk().joinColumn("folder_id"),
    words: sensitive(),
    writtenAt: p.datetime(3).$type<Date | null>().nullable(),
  },
});

/** Goes by itself, and with the sheet that it is of. */
export const Blot = defineEntity({
  name: "Blot",
  tableName: "sheet_blot",
  properties: { ...ownedRow, sheetId: () => p.manyToOne(Sheet).mapToPk().joinColumn("sheet_id") },
});

/** Never changes, but for an erasure. */
export const Step = defineEntity({
  name: "Step",
  tableName: "folder_step",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    folderId: () => p.manyToOne(Folder).mapToPk().joinColumn("folder_id"),
    remark: sensitive(),
    takenAt: p.datetime(3),
  },
});

/** About two patients. */
export const Pair = defineEntity({
  name: "Pair",
  tableName: "folder_pair",
  properties: { ...ownedRow, oneId: p.uuid(), otherId: p.uuid(), reason: sensitive() },
});

/** Stays, and nothing is added. */
export const Entry = defineEntity({
  name: "Entry",
  tableName: "ledger_entry",
  properties: { ...ownedRow, patientId: p.uuid(), amount: p.integer() },
});

/** What others told. */
export const Hint = defineEntity({
  name: "Hint",
  tableName: "hint",
  properties: { organizationId: p.uuid().primary(), hintId: p.uuid().primary(), patientId: p.uuid(), status: p.text() },
});

export const Shelf = defineEntity({ name: "Shelf", tableName: "shelf", properties: { ...ownedRow, place: p.text() } });

const none = { retention: { none: "a test" } } as const;
const ofFolder = { parentBy: "folderId", parent: Folder } as const;

/** The ids of the sheets of which it was told that they go. */
export const goneSheets: string[] = [];

export const archiveRules: readonly SubjectRule[] = [
  aboutPatients(Folder, {
    whose: { patientBy: "patientId" },
    erasure: {
      kind: "replace",
      because: "the ledger is about it",
      values: { label: ({ id }: { readonly id: string }) => `erased-${id}`, text: null, textIndex: null },
      kept: { patientId: "an id", shelf: "where it stood" },
    },
    retention: { since: "updatedAt" },
  }),
  aboutPatients(Sheet, {
    whose: ofFolder,
    erasure: { kind: "delete" },
    retention: { since: "writtenAt", otherwise: "createdAt" },
    beforeDelete: async (_em, rows) => void goneSheets.push(...rows.map((row) => (row as { id: string }).id)),
  }),
  aboutPatients(Blot, {
    whose: { parentBy: "sheetId", parent: Sheet },
    erasure: { kind: "pass", because: "it dries" },
  }),
  aboutPatients(Step, {
    whose: ofFolder,
    erasure: {
      kind: "replace",
      because: "what was done",
      values: { remark: null },
      kept: { folderId: "which", takenAt: "when" },
    },
    ...none,
  }),
  aboutPatients(Pair, { whose: { patientBy: "oneId", orBy: "otherId" }, erasure: { kind: "delete" }, ...none }),
  aboutPatients(Entry, { whose: { patientBy: "patientId" }, erasure: { kind: "keep", because: "law", closed: true } }),
  aboutPatients(Hint, {
    whose: { patientBy: "patientId" },
    unexported: "a copy",
    erasure: { kind: "delete" },
    ...none,
  }),
  ...aboutNobody("furniture", Shelf),
];

class CreateFolders extends Migration {
  override up(): void {
    const owned = "id uuid primary key, organization_id uuid not null";
    const changing = `${owned}, version int not null default 1, created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null`;
    this.addSql(`create table folder (${changing}, patient_id uuid not null, label text not null unique, text text,
      text_index varchar(255), shelf text not null)`);
    this.addSql(`create table folder_sheet (${changing}, folder_id uuid not null references folder, words text,
      written_at timestamptz(3))`);
    this.addSql(`create table sheet_blot (${changing}, sheet_id uuid not null references folder_sheet)`);
    this.addSql(`create table folder_step (${owned}, folder_id uuid not null references folder, remark text,
      taken_at timestamptz(3) not null)`);
    this.addSql(`create table folder_pair (${changing}, one_id uuid not null, other_id uuid not null, reason text)`);
    this.addSql(`create table ledger_entry (${changing}, patient_id uuid not null, amount int not null)`);
    this.addSql(`create table hint (organization_id uuid not null, hint_id uuid not null, patient_id uuid not null,
      status text not null, primary key (organization_id, hint_id))`);
    this.addSql(`create table shelf (${changing}, place text not null)`);
  }
}

@Resolver()
class NothingResolver {
  @Query(() => String)
  nothing(): string {
    return "";
  }
}

export const archive: SubgraphDefinition = {
  name: "archive",
  entities: [Folder, Sheet, Blot, Step, Pair, Entry, Hint, Shelf],
  appendOnly: ["folder_step"],
  migrations: [CreateFolders],
  resolvers: [NothingResolver],
  references: {},
  subjectRules: archiveRules,
};
