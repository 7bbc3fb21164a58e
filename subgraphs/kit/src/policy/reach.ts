import { type EntityManager, raw } from "@mikro-orm/postgresql";
import { familiesOf, type SqlPart, selectIds } from "../alias/patient.family.ts";
import { careWindow } from "../care/care.window.ts";
import type { Restricted } from "../viewer/viewer.ts";

/** How far a permission reaches: everything to which one of its ways leads. The caller narrows its query by it. */
export type Reach = readonly Way[];

/** A way on which a viewer comes to what they may see. */
export type Way = (
  | { readonly relation: "organization" }
  | { readonly relation: "self" | "breakGlass"; readonly patientIds: readonly string[] }
  | { readonly relation: "own"; readonly providerId: string }
  | { readonly relation: "care" | "grant"; readonly organizationId: string; readonly providerId: string }
) & {
  readonly refusals?: Refusals | undefined;
  /** The records that it leaves out, since they are kept and not used. */
  readonly restricted?: Restricted | undefined;
};

/** The patients whom a way leaves out, since they refused one of these. */
export interface Refusals {
  readonly organizationId: string;
  readonly refused: readonly ConsentSubject[];
}

/** What a patient may refuse: that a provider sees them, or that applications of others do. */
export type ConsentSubject =
  | { readonly scope: "PROVIDER_ACCESS"; readonly subject: string }
  | { readonly scope: "DATA_SHARING"; readonly subject: "APPLICATIONS" };

/** Where a subgraph keeps what it knows of who cares for whom. */
export interface CareTables {
  /** Its table of visits: patient_id, provider_id, starts_at and status. */
  readonly visits: string;
  /** Its table of access that was given: patient_id, provider_id, until and ended_at. */
  readonly grants: string;
  /** Its table of what patients said: patient_id, scope, subject, decision and decided_at. */
  readonly consents: string;
}

/** Which of a row's properties say whose it is. */
export interface RowOwners {
  readonly patient?: string;
  readonly provider?: string;
  readonly care?: CareTables;
}

/** Whether the reach is everything of the organization, but for the records that are kept and not used. */
export function isOrganizationWide(reach: Reach): boolean {
  return reach.some(({ relation, refusals }) => relation === "organization" && !refusals);
}

/** Whether the viewer reaches what is about themselves as a patient, and nothing else. */
export function isSelfAlone(reach: Reach): boolean {
  return reach.every(({ relation }) => relation === "self");
}

/**
 * The condition that narrows a query to `reach`, whatever else it asks for: so pages and totals are right.
 * A way to rows that have no owner of its kind is a mistake, not an open door.
 */
export function rowsWithin(reach: Reach, owners: RowOwners): object {
  const restricted = restrictedIn(reach);
  const within = isOrganizationWide(reach) ? {} : rowsOnWays(reach, owners);
  if (!restricted || !owners.patient) return within;
  const { sql, parameters } = selectRestricted(restricted);
  const used = { [owners.patient]: { $nin: raw(`(${sql})`, [...parameters]) } };
  return { $and: [within, { $or: [{ [owners.patient]: null }, used] }] };
}

/** What is on no way, since it is kept and not used; the viewer's own records are never among that. */
function restrictedIn(reach: Reach): Restricted | undefined {
  return reach.find((way) => way.restricted)?.restricted;
}

/** A select of patient ids, which is looked up once for each query: of however many patients, it is a small part of one. */
function selectRestricted({ organizationId, but }: Restricted): SqlPart {
  return {
    sql: "select patient_id from restricted_patient where organization_id = ? and patient_id <> all(?::uuid[])",
    parameters: [organizationId, `{${but.join()}}`],
  };
}

/** Those of `patientIds` who are not restricted: no statement while nobody is. */
async function usedAmong(em: EntityManager, reach: Reach, patientIds: readonly string[]): Promise<readonly string[]> {
  const restricted = restrictedIn(reach);
  if (!restricted || patientIds.length === 0) return patientIds;
  const { sql, parameters } = selectRestricted(restricted);
  const found = await em.execute<{ patient_id: string }[]>(`${sql} and patient_id = any(?::uuid[])`, [
    ...parameters,
    `{${patientIds.join()}}`,
  ]);
  const kept = new Set(found.map((row) => row.patient_id));
  return patientIds.filter((id) => !kept.has(id));
}

function rowsOnWays(reach: Reach, owners: RowOwners): object {
  const conditions = reach.flatMap((way): object[] => {
    if (way.relation === "organization") return [unrefused(way, owners)];
    if (way.relation === "own") return [{ [ownerOf(owners, "provider")]: way.providerId, ...unrefused(way, owners) }];
    return [];
  });
  const patients = patientsOf(reach, owners.care);
  if (patients) conditions.push({ [ownerOf(owners, "patient")]: patients });
  if (conditions.length === 0) throw new Error("Rows are within no reach at all: ask for permission first.");
  return conditions.length === 1 ? (conditions[0] ?? {}) : { $or: conditions };
}

function ownerOf(owners: RowOwners, kind: "patient" | "provider"): string {
  const property = owners[kind];
  if (!property) throw new Error(`These rows have no ${kind} as their owner.`);
  return property;
}

/** The condition that leaves out whoever refused. */
function unrefused({ refusals }: Way, owners: RowOwners): object {
  if (!refusals) return {};
  const { sql, parameters } = refusing(refusals, careOf(owners.care));
  return { [ownerOf(owners, "patient")]: { $nin: raw(`(${sql})`, [...parameters]) } };
}

/**
 * Those of `patientIds` who are within `reach`: one statement at most, none for who reaches the whole organization; and one
 * more while anybody is restricted.
 */
export async function patientsWithin(
  em: EntityManager,
  reach: Reach,
  care: CareTables,
  patientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const used = await usedAmong(em, reach, patientIds);
  if (isOrganizationWide(reach)) return new Set(used);
  const named = new Set(namedPatients(reach));
  const others = used.filter((id) => !named.has(id));
  const reached = others.length === 0 ? [] : reachedAmong(reach, care, others);
  const all = unionOf(reached);
  const found =
    reached.length === 0
      ? []
      : await em.execute<{ patient_id: string }[]>(
          `select distinct patient_id from (${all.sql}) as reached where patient_id = any(?::uuid[])`,
          [...all.parameters, `{${others.join()}}`],
        );
  return new Set([...used.filter((id) => named.has(id)), ...found.map((row) => row.patient_id)]);
}

/** Selects of patient ids: who is reached over care, and of `asked` whom the organization shows to who does not see all. */
function reachedAmong(reach: Reach, care: CareTables, asked: readonly string[]): SqlPart[] {
  const cared = caredPatients(reach, care);
  const shared = reach
    .filter(({ relation }) => relation === "organization")
    .map((way) => withoutRefusing(selectIds(asked), way, care));
  return cared ? [cared, ...shared] : shared;
}

/**
 * The condition that a column of patient ids is of one to whom `reach` leads. Who is in somebody's care is looked up once
 * and compared as an array: an index serves that beside another way, too, which it does not serve a subselect within `or`.
 */
function patientsOf(reach: Reach, care: CareTables | undefined): object | undefined {
  const named = namedPatients(reach);
  const cared = caredPatients(reach, care);
  if (!cared) return named.length === 0 ? undefined : { $in: named };
  const all = named.length === 0 ? cared : unionOf([cared, selectIds(named)]);
  return { $eq: raw(`any(array(${all.sql}))`, [...all.parameters]) };
}

function namedPatients(reach: Reach): string[] {
  return reach.flatMap((way) => ("patientIds" in way ? way.patientIds : []));
}

/**
 * A select of the ids of those who are reached over care, all records of each: whoever cares for a patient cares for all of
 * them. Undefined when no way leads over care.
 */
function caredPatients(reach: Reach, tables: CareTables | undefined): SqlPart | undefined {
  const parts = reach.flatMap((way) => {
    if (way.relation !== "care" && way.relation !== "grant") return [];
    const care = careOf(tables);
    return [withoutRefusing(familiesOf(careSource(way, care), way.organizationId), way, care)];
  });
  return parts.length === 0 ? undefined : unionOf(parts);
}

function unionOf(parts: readonly SqlPart[]): SqlPart {
  return {
    sql: parts.map(({ sql }) => sql).join(" union all "),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

/** A select of patient ids by one way over care. */
function careSource(way: Extract<Way, { readonly organizationId: string }>, care: CareTables): SqlPart {
  const provider = [way.organizationId, way.providerId];
  const now = new Date();
  if (way.relation === "grant") {
    const sql = `select patient_id from ${care.grants}
      where organization_id = ? and provider_id = ? and until > ? and ended_at is null`;
    return { sql, parameters: [...provider, now] };
  }
  const { from, to } = careWindow(now);
  const sql = `select patient_id from ${care.visits} where organization_id = ? and provider_id = ?
    and starts_at >= ? and starts_at < ? and status not in ('CANCELLED', 'NO_SHOW')`;
  return { sql, parameters: [...provider, from, to] };
}

/** A select of patient ids, without those who refused something of what the way needs. */
function withoutRefusing(patients: SqlPart, { refusals }: Way, care: CareTables): SqlPart {
  if (!refusals) return patients;
  const { sql, parameters } = refusing(refusals, care);
  return {
    sql: `select patient_id from (${patients.sql}) as asked where patient_id not in (${sql})`,
    parameters: [...patients.parameters, ...parameters],
  };
}

/**
 * A select of the patients who refused one of what a way needs, all records of each: what is said of one is said of all. Of
 * what several records of a patient say of the same, the last holds; a refusal of which nobody knows when holds.
 */
function refusing({ organizationId, refused }: Refusals, care: CareTables): SqlPart {
  const subjects = refused.map(() => "(?, ?)").join(", ");
  const said = {
    sql: `select said.patient_id from ${care.consents} as said
      left join patient_alias as own on ${standsFor("own", "said")}
      where said.organization_id = ? and (said.scope, said.subject) in (${subjects}) and said.decision = 'DENY'
        and not exists (
          select 1 from ${care.consents} as later
          left join patient_alias as other on ${standsFor("other", "later")}
          where later.organization_id = said.organization_id and later.scope = said.scope
            and later.subject = said.subject and later.decision = 'PERMIT'
            and coalesce(other.surviving_id, later.patient_id) = coalesce(own.surviving_id, said.patient_id)
            and later.decided_at > said.decided_at)`,
    parameters: [organizationId, ...refused.flatMap(({ scope, subject }) => [scope, subject])],
  };
  const { sql, parameters } = familiesOf(said, organizationId);
  // Who is of no family leaves nulls, with which nothing would be `not in`.
  return { sql: `select patient_id from (${sql}) as refusing where patient_id is not null`, parameters };
}

/** That `alias` says which record stands for the one of `row`. */
function standsFor(alias: string, row: string): string {
  return `${alias}.organization_id = ${row}.organization_id and ${alias}.patient_id = ${row}.patient_id
    and ${alias}.ended_at is null`;
}

function careOf(care: CareTables | undefined): CareTables {
  if (!care) throw new Error("These rows have no patients who could be in somebody's care.");
  return care;
}
