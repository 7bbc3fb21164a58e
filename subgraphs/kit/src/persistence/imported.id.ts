import { v5 as uuidv5 } from "uuid";

/** What can be imported, as it enters the ids of imported rows. */
export type ImportedKind = "patient" | "condition" | "location" | "provider" | "appointment" | "payer" | "invoice";

/**
 * The id of an imported row: UUIDv5 of its organization, kind and source id. The same file gives the same ids
 * every time, other ids in another organization, and any subgraph can name a row that it does not own.
 */
export function importedId(organizationId: string, kind: ImportedKind, externalId: string): string {
  return uuidv5(`${kind}:${externalId}`, organizationId);
}
