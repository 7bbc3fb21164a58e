import type { Client } from "pg";
import { v7 as uuidv7 } from "uuid";
import type { LoggedEvent } from "../outbox/logged.event.ts";

export const testOrganization = "0199a000-0000-7000-8000-000000000001";

export interface TestEvent {
  readonly type?: string;
  readonly organizationId?: string;
  readonly aggregateId?: string;
  readonly aggregateVersion?: number;
  readonly occurredAt?: Date;
  readonly payload?: Record<string, unknown>;
}

/** Inserts an event as a command does, in whatever transaction `client` has open. @returns its id */
export async function insertTestEvent(client: Pick<Client, "query">, event: TestEvent = {}): Promise<string> {
  const id = uuidv7();
  await client.query(
    `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id, aggregate_version,
       occurred_at, actor_id, correlation_id, imported, payload)
     values ($1, $2, $3, 1, 'Thing', $4, $5, $6, $7, 'test', false, $8)`,
    [
      id,
      event.organizationId ?? testOrganization,
      event.type ?? "thing.changed",
      event.aggregateId ?? uuidv7(),
      event.aggregateVersion ?? 1,
      event.occurredAt ?? new Date(),
      testOrganization,
      event.payload ?? {},
    ],
  );
  return id;
}

/** An event as a relay publishes it. */
export function testLoggedEvent(event: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    position: 1,
    id: uuidv7(),
    type: "thing.changed",
    typeVersion: 1,
    organizationId: testOrganization,
    aggregateType: "Thing",
    aggregateId: uuidv7(),
    aggregateVersion: 1,
    occurredAt: new Date(),
    actorId: testOrganization,
    correlationId: "test",
    imported: false,
    payload: {},
    ...event,
  };
}
