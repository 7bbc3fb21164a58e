import type { EntityMetadata, MetadataStorage } from "@mikro-orm/core";
import { resealingSetting } from "../sensitive/row.resealing.ts";
import type { Erasure, SubjectRule } from "../subject/subject.rules.ts";
import { applyingSetting, erasingSetting, lockClass, lockSlot } from "./erasure.lock.ts";
import { columnOf, patientColumns, type SubjectTable, subjectTables } from "./erasure.plan.ts";

/** What a row that a guard refuses breaks, as errors of the database name it. */
export const erasedConstraint = "patient_is_erased";

/** How whoever is refused is told. */
export const erasedSentence = "This patient was erased, or is about to be: nothing is written about them any more.";

/**
 * Makes the triggers that keep what was erased from being written again, from what is declared of the tables: run by the
 * owner at every migration. Of an event that comes late nothing is written, and whoever else tries is refused.
 */
export function guardStatements(
  metadata: MetadataStorage,
  rules: readonly SubjectRule[],
  appendOnly: readonly string[] = [],
): string[] {
  const tables = subjectTables(metadata, rules);
  const guards = tables.flatMap((table) => [
    ...guardsOf(tables, table),
    ...(appendOnly.includes(table.name) ? historyGuardsOf(tables, table) : []),
  ]);
  return [...guards.flatMap(({ statements }) => statements), withoutOthers(guards)];
}

/** A trigger of a table, and what makes it. */
interface Guard {
  readonly table: string;
  readonly trigger: string;
  readonly statements: readonly string[];
}

const historyTrigger = "changed_by_erasure_alone";
const triggerOf = { insert: "erased_patient_insert", update: "erased_patient_update" } as const;

/** Drops what was made of declarations that are not made any more: it would go on refusing. */
function withoutOthers(guards: readonly Guard[]): string {
  const named = [historyTrigger, ...Object.values(triggerOf)].map((name) => `'${name}'`).join(", ");
  const declared = guards.map(({ table, trigger }) => `('${table}', '${trigger}')`);
  return `
    do $$
    declare
      other record;
    begin
      for other in
        select tgname as name, tgrelid::regclass as tab from pg_trigger join pg_class on pg_class.oid = tgrelid
        where relnamespace = current_schema::regnamespace and tgparentid = 0 and tgname in (${named})
          ${declared.length === 0 ? "" : `and (relname, tgname) not in (${declared.join(", ")})`}
      loop
        execute format('drop trigger %I on %s', other.name, other.tab);
      end loop;
      drop function if exists refuse_all_but_erasure();
    end $$`;
}

/** Whether the owner of the table seals its rows anew with another key: they say the same. */
const resealed = `current_setting('${resealingSetting}', true) = 'on'
        and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid)`;

/** Rows that never change otherwise lose what says whose they are when their patient is erased, and nothing else. */
function historyGuardsOf(tables: readonly SubjectTable[], table: SubjectTable): Guard[] {
  const { name, meta, rule } = table;
  const columns = rule.erasure ? replacedColumns(meta, rule.erasure) : [];
  if (columns.length === 0) return [];
  if (rule.erasure?.kind === "replace" && Object.values(rule.erasure.values).some((value) => value !== null))
    throw new Error(`Rows of ${name} never change: an erasure takes something from them and writes nothing.`);
  const others = (row: string) => `to_jsonb(${row}) - array[${columns.map((column) => `'${column}'`).join(", ")}]`;
  const taken = columns.map((column) => `new."${column}" is null`).join(" and ");
  const made = `
    create or replace function changed_by_erasure_${name}() returns trigger language plpgsql as $$
    begin
      if ${resealed} then
        return new;
      end if;
      if current_setting('${erasingSetting}', true) = 'on' and ${taken} and ${others("old")} = ${others("new")}
        and exists (
          select from erased_patient erased
          where erased.patient_id in (${patientsOf(tables, table, "old").join(", ")})
            and erased.organization_id = ${organizationOf(tables, table, "old")}
        ) then
        return new;
      end if;
      raise exception 'rows of % are never changed', tg_table_name using errcode = 'insufficient_privilege';
    end $$`;
  const trigger = `create or replace trigger ${historyTrigger} before update on "${name}"
    for each row execute function changed_by_erasure_${name}()`;
  return [{ table: name, trigger: historyTrigger, statements: [made, trigger] }];
}

function guardsOf(tables: readonly SubjectTable[], table: SubjectTable): Guard[] {
  const { name, rule } = table;
  const occasions = occasionsOf(table);
  const patients = patientsOf(tables, table, "new");
  if (occasions.length === 0 || patients.length === 0) return [];
  const made = guardFunction(`guard_erased_${name}`, {
    patients,
    organization: organizationOf(tables, table, "new"),
    whenApplying: rule.erasure?.kind === "keep" ? "new" : "null",
  });
  return occasions.map(({ event, when }) => ({
    table: name,
    trigger: triggerOf[event],
    statements: [
      made,
      `create or replace trigger ${triggerOf[event]} before ${event} on "${name}" for each row
       ${when === null ? "" : `when (${when})`} execute function guard_erased_${name}()`,
    ],
  }));
}

interface Occasion {
  readonly event: "insert" | "update";
  /** Null: always. */
  readonly when: string | null;
}

/** When a table's rows are about to say something of a patient that an erasure would have taken away. */
function occasionsOf({ rule: { erasure, whose }, meta }: SubjectTable): Occasion[] {
  const moved = patientColumns(meta, whose).map((column) => changed(column));
  switch (erasure?.kind) {
    case "delete":
      return [{ event: "insert", when: null }, ...(moved.length > 0 ? [update(moved)] : [])];
    case "replace": {
      const columns = replacedColumns(meta, erasure);
      // What belongs to a row that stays may go on being written, without what says whose it is.
      const said = columns.map((column) => `new."${column}" is not null`).join(" or ");
      return [
        { event: "insert", when: moved.length > 0 ? null : said },
        update([...moved, ...columns.map((column) => changed(column))]),
      ];
    }
    case "keep":
      return erasure.closed ? [{ event: "insert", when: null }, update(["old.* is distinct from new.*"])] : [];
    default:
      return [];
  }
}

function update(conditions: readonly string[]): Occasion {
  return { event: "update", when: conditions.join(" or ") };
}

const changed = (column: string) => `old."${column}"::text is distinct from new."${column}"::text`;

/** The columns that an erasure replaces. */
export function replacedColumns(meta: EntityMetadata, erasure: Erasure): string[] {
  return erasure.kind === "replace" ? Object.keys(erasure.values).map((property) => columnOf(meta, property)) : [];
}

/** SQL expressions for the ids of the patients whose `row` is. */
function patientsOf(tables: readonly SubjectTable[], { rule: { whose }, meta }: SubjectTable, row: string): string[] {
  if (!whose || !("parentBy" in whose)) return patientColumns(meta, whose).map((column) => `${row}."${column}"`);
  const parent = tables.find(({ rule }) => rule.entity === whose.parent);
  if (!parent) return [];
  const above = `above_${row}`;
  return patientsOf(tables, parent, above).map(
    (expression) =>
      `(select ${expression} from "${parent.name}" ${above} where ${above}."id" = ${row}."${columnOf(meta, whose.parentBy)}")`,
  );
}

/** An SQL expression for the organization whose `row` is: its own, or that of the row that it hangs on. */
function organizationOf(
  tables: readonly SubjectTable[],
  { name, owned, rule: { whose }, meta }: SubjectTable,
  row: string,
): string {
  if (owned) return `${row}."organization_id"`;
  const parent = whose && "parentBy" in whose ? tables.find(({ rule }) => rule.entity === whose.parent) : undefined;
  if (!parent || !whose || !("parentBy" in whose)) throw new Error(`No organization owns the rows of ${name}.`);
  const above = `above_${row}`;
  return `(select ${organizationOf(tables, parent, above)} from "${parent.name}" ${above} where ${above}."id" = ${row}."${columnOf(meta, whose.parentBy)}")`;
}

interface GuardedRow {
  readonly patients: readonly string[];
  readonly organization: string;
  readonly whenApplying: "new" | "null";
}

function guardFunction(name: string, { patients, organization, whenApplying }: GuardedRow): string {
  return `
    create or replace function ${name}() returns trigger language plpgsql as $$
    declare
      patient uuid;
      organization uuid := ${organization};
    begin
      if current_setting('${erasingSetting}', true) = 'on' or ${resealed} then
        return new;
      end if;
      foreach patient in array array_remove(array[${patients.join(", ")}]::uuid[], null) loop
        perform pg_advisory_xact_lock_shared(${lockClass}, ${lockSlot("organization", "patient")});
        if exists (select from erased_patient erased where erased.patient_id = patient and erased.organization_id = organization) then
          if current_setting('${applyingSetting}', true) = 'on' then
            return ${whenApplying};
          end if;
          raise exception 'the patient was erased, or is to be'
            using errcode = 'check_violation', constraint = '${erasedConstraint}';
        end if;
      end loop;
      return new;
    end $$`;
}
