/** An event with its place in the log. */
export interface LoggedEvent {
  /** Without gaps, from 1, in the order in which the log's events became visible. */
  readonly position: number;
  readonly id: string;
  /** The public name, e.g. `patient.registered`. */
  readonly type: string;
  /** The version of the payload's shape. */
  readonly typeVersion: number;
  readonly organizationId: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** The aggregate's version after the change. */
  readonly aggregateVersion: number;
  readonly occurredAt: Date;
  /** Null where its definition withholds who did it. */
  readonly actorId: string | null;
  readonly correlationId: string;
  /** Imported history: read models apply it, nothing else reacts to it. */
  readonly imported: boolean;
  readonly payload: Record<string, unknown>;
}

/** The columns of `outbox_event` under the names of {@link LoggedEvent}. */
export const loggedEventColumns = `
  position, id, type, type_version as "typeVersion", organization_id as "organizationId",
  aggregate_type as "aggregateType", aggregate_id as "aggregateId", aggregate_version as "aggregateVersion",
  occurred_at as "occurredAt", actor_id as "actorId", correlation_id as "correlationId", imported, payload`;

/** A row as the driver gives it: bigint comes as text. */
export type LoggedEventRow = Omit<LoggedEvent, "position"> & { readonly position: string };

export function loggedEventOf(row: LoggedEventRow): LoggedEvent {
  return { ...row, position: Number(row.position) };
}
