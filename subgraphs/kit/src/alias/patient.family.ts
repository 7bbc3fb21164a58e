import { p } from "@mikro-orm/core";
import { type EntityManager, raw } from "@mikro-orm/postgresql";
import { LostError } from "../persistence/database.busy.ts";
import { boundOrganization } from "../persistence/row.ts";

/**
 * Records of patients that turned out to be one person are one patient: all that is asked of either is answered of all of
 * them, and the one that survived is who it is said to be. Nothing is rewritten: which records belong together is looked up
 * in `patient_alias`, which every subgraph with rows of patients has, whenever these are read.
 */

/** A part of a statement, with its parameters. */
export interface SqlPart {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The ids of all records of those patients whose ids `given` selects as `patient_id`. */
export function familiesOf(given: SqlPart, organizationId: string): SqlPart {
  return {
    sql: `select unnest(array[given.patient_id, own.surviving_id, others.patient_id]) as patient_id
      from (${given.sql}) as given
      left join patient_alias own
        on own.organization_id = ? and own.patient_id = given.patient_id and own.ended_at is null
      left join patient_alias others
        on others.organization_id = ? and others.surviving_id = coalesce(own.surviving_id, given.patient_id)
          and others.ended_at is null`,
    parameters: [...given.parameters, organizationId, organizationId],
  };
}

/**
 * A lateral part of a query for a row that it calls `row`, with an `organization_id` and a `patient_id`: `ids` of all
 * records of its patient, and `current_id` of the one that stands for them.
 */
export function recordsOfRow(row: string): string {
  return `
    select current.id as current_id, array(
      select current.id
      union all
      select patient_id from patient_alias
      where organization_id = ${row}.organization_id and surviving_id = current.id and ended_at is null) as ids
    from (select coalesce((
      select surviving_id from patient_alias
      where organization_id = ${row}.organization_id and patient_id = ${row}.patient_id and ended_at is null),
      ${row}.patient_id) as id) as current`;
}

/** The given ids, as {@link familiesOf} wants them. */
export function selectIds(patientIds: readonly string[]): SqlPart {
  return { sql: "select unnest(?::uuid[]) as patient_id", parameters: [`{${patientIds.join()}}`] };
}

/** The ids of all records of these patients as an array, which is looked up once. */
export function recordArray(organizationId: string, patientIds: readonly string[]): SqlPart {
  const { sql, parameters } = familiesOf(selectIds(patientIds), organizationId);
  return { sql: `array(${sql})`, parameters };
}

/**
 * What a column of patient ids is compared with to find the rows of these patients, whichever of their records they were
 * written for; an index serves it.
 */
export function anyRecordOf(organizationId: string, patientIds: readonly string[]): object {
  const { sql, parameters } = recordArray(organizationId, patientIds);
  return { $eq: raw(`any(${sql})`, [...parameters]) };
}

/** What a column of patient ids is compared with to find the records that stand for these patients now. */
export function currentRecordOf(organizationId: string, ...patientIds: readonly string[]): object {
  const given = selectIds(patientIds);
  return {
    $eq: raw(
      `any(array(
         select coalesce(own.surviving_id, given.patient_id) from (${given.sql}) as given
         left join patient_alias own
           on own.organization_id = ? and own.patient_id = given.patient_id and own.ended_at is null))`,
      [...given.parameters, organizationId],
    ),
  };
}

/** What a column of patient ids is compared with to leave out the records that another one stands for now. */
export function standingForThemselves(organizationId: string): object {
  return {
    $nin: raw("(select patient_id from patient_alias where organization_id = ? and ended_at is null)", [
      organizationId,
    ]),
  };
}

/**
 * A property of a row with a `patientId`: the record that stands for it now. It is no column; whoever has just made the row
 * reads it anew.
 */
export function currentPatient() {
  return p.uuid().formula(
    (columns: Record<string, string>) =>
      `coalesce((select alias.surviving_id from patient_alias alias
         where alias.organization_id = ${columns.organizationId} and alias.patient_id = ${columns.patientId}
           and alias.ended_at is null), ${columns.patientId})`,
  );
}

/**
 * All records of each of these patients, by the ids that were given, the one that stands for them first; in one statement,
 * none for nobody.
 */
export async function recordsOf(
  em: EntityManager,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, readonly [string, ...string[]]>> {
  const organizationId = boundOrganization(em);
  const aliases =
    patientIds.length === 0
      ? []
      : await em.execute<{ patient_id: string; surviving_id: string }[]>(
          `select distinct alias.patient_id, alias.surviving_id
           from unnest(?::uuid[]) as given (patient_id)
           left join patient_alias own
             on own.organization_id = ? and own.patient_id = given.patient_id and own.ended_at is null
           join patient_alias alias
             on alias.organization_id = ? and alias.surviving_id = coalesce(own.surviving_id, given.patient_id)
               and alias.ended_at is null
           order by alias.patient_id`,
          [`{${patientIds.join()}}`, organizationId, organizationId],
        );
  const survivors = new Map(aliases.map((alias) => [alias.patient_id, alias.surviving_id]));
  const merged = Map.groupBy(aliases, (alias) => alias.surviving_id);
  return new Map(
    patientIds.map((id) => {
      const current = survivors.get(id) ?? id;
      return [id, [current, ...(merged.get(current) ?? []).map((alias) => alias.patient_id)]];
    }),
  );
}

/** The record that stands for a patient now. */
export async function currentPatientOf(em: EntityManager, patientId: string): Promise<string> {
  return (await recordsOf(em, [patientId])).get(patientId)?.[0] ?? patientId;
}

/**
 * The record that stands for a patient, as `lock` holds it until the transaction ends: whoever merges records, or takes them
 * apart, waits for it. Where they came first, this is tried again as a command is that lost to another one.
 * @throws LostError
 */
export async function lockStandingRecord<Held>(
  em: EntityManager,
  patientId: string,
  lock: (standing: string) => Promise<Held>,
): Promise<Held> {
  const standing = await currentPatientOf(em, patientId);
  const held = await lock(standing);
  await requireStanding(em, patientId, standing);
  return held;
}

/**
 * Asked when what waits for it is locked: whether `standing` still stands for the patient, as was found before.
 * @throws LostError
 */
export async function requireStanding(em: EntityManager, patientId: string, standing: string): Promise<void> {
  if ((await currentPatientOf(em, patientId)) === standing) return;
  throw new LostError("Records of the patient were merged or taken apart meanwhile.");
}
