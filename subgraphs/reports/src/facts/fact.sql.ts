import { addChangeToDays, dayOfAppointment, dayOfInvoice } from "../metrics/daily.sql.ts";

interface FactTable {
  readonly name: string;
  /** Its columns beside `organization_id`, with their types. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that grow together from all events instead of being replaced by the newest. */
  readonly merged?: Readonly<Record<string, string>>;
}

/**
 * Saves what events tell, as \`before\` and \`after\` for what follows: an older version changes nothing, but for what is
 * merged. Runs under the lock of the organization's summary, so that nobody changes what \`before\` has read.
 */
function saveFacts({ name, columns, merged = {} }: FactTable): string {
  const names = Object.keys(columns);
  const isNewer = `${name}.version < excluded.version`;
  const assign = (column: string) => {
    const merge = merged[column];
    return merge
      ? `${column} = ${merge}`
      : `${column} = case when ${isNewer} then excluded.${column} else ${name}.${column} end`;
  };
  const isMergedAnew = Object.entries(merged).map(([column, merge]) => `${name}.${column} is distinct from ${merge}`);
  return `
    with incoming as (
      select * from jsonb_to_recordset(:facts::jsonb) as told (${names.map((column) => `${column} ${columns[column]}`)})
    ), known as (
      select fact.* from ${name} fact where fact.organization_id = :organization and fact.id in (select id from incoming)
    ), after as (
      insert into ${name} (organization_id, ${names}) select :organization::uuid, ${names} from incoming
      on conflict (organization_id, id) do update set ${names.filter((column) => column !== "id").map(assign)}
      where ${[isNewer, ...isMergedAnew].join(" or ")}
      returning *
    ), before as (
      select * from known where id in (select id from after)
    )`;
}

/** Adds to a number of the organization's summary what came, less what went. */
const addToSummary = (column: string, counts: string): string => `
  update organization_summary set ${column} = ${column}
    + (select count(*) from after where ${counts}) - (select count(*) from before where ${counts})
  where organization_id = :organization`;

/** Changes the days by what was saved: what \`before\` added goes, what \`after\` adds comes. */
const addToDays = (dayOf: (row: string) => string): string => `,
  change as (
    select -1 as sign, ${dayOf("before")} from before
    union all
    select 1 as sign, ${dayOf("after")} from after
  )
  ${addChangeToDays}`;

const version = { id: "uuid", version: "int" };

export const savePatients =
  saveFacts({
    name: "patient_fact",
    columns: { ...version, archived: "boolean", merged: "boolean", merge_version: "int" },
    merged: {
      merged: `case when patient_fact.merge_version < excluded.merge_version
        then excluded.merged else patient_fact.merged end`,
      merge_version: "greatest(patient_fact.merge_version, excluded.merge_version)",
    },
  }) + addToSummary("patients", "not archived and not merged");

export const saveProviders =
  saveFacts({ name: "provider_fact", columns: { ...version, status: "text" } }) +
  addToSummary("providers", "status = 'ACTIVE'");

export const saveAppointments =
  saveFacts({
    name: "appointment_fact",
    columns: {
      ...version,
      patient_id: "uuid",
      provider_id: "uuid",
      status: "text",
      starts_at: "timestamptz",
      ends_at: "timestamptz",
    },
  }) + addToDays(dayOfAppointment);

export const saveInvoices =
  saveFacts({
    name: "invoice_fact",
    columns: {
      ...version,
      patient_id: "uuid",
      status: "text",
      currency: "text",
      total_amount: "bigint",
      balance_amount: "bigint",
      received_amount: "bigint",
      issued_at: "timestamptz",
      paid_at: "timestamptz",
    },
    merged: { paid_at: "least(invoice_fact.paid_at, excluded.paid_at)" },
  }) + addToDays(dayOfInvoice);
