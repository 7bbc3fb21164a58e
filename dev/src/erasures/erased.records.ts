import { Client } from "pg";
import { Failure } from "../failure.ts";

/** A patient's record of which a database says that it was erased. */
export interface ErasedRecord {
  readonly organizationId: string;
  readonly patientId: string;
}

/** The records that any of these databases knows as erased: each may be from before what the others know. */
export async function erasedIn(databases: ReadonlyMap<string, string>): Promise<ErasedRecord[]> {
  const known = new Map<string, ErasedRecord>();
  for (const [name, url] of databases)
    for (const record of await readErased(name, url)) known.set(`${record.organizationId} ${record.patientId}`, record);
  return [...known.values()];
}

async function readErased(name: string, connectionString: string): Promise<ErasedRecord[]> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: 5_000,
    application_name: "careconnect erasures",
  });
  try {
    await client.connect();
    const { rows } = await client.query<ErasedRecord>(
      `select organization_id as "organizationId", patient_id as "patientId" from erased_patient order by 1, 2`,
    );
    return rows;
  } catch (cause) {
    throw new Failure(`Whom ${name} erased cannot be read: see that its database answers and is migrated.`, { cause });
  } finally {
    await client.end();
  }
}
