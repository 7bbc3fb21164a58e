import { Migration } from "@mikro-orm/migrations";
import { createOutbox } from "../outbox/outbox.sql.ts";

/** The tables that every subgraph has: each runs this first. */
export class CreateAuditAndOutbox extends Migration {
  override up(): void {
    this.addSql(`
      create table audit_entry (
        id uuid not null,
        organization_id uuid not null,
        occurred_at timestamptz(3) not null,
        actor_id uuid not null,
        actor_roles text[] not null,
        action text not null,
        outcome text not null,
        entity_type text null,
        entity_ids uuid[] not null,
        correlation_id text not null,
        client_address text null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "audit_entry_organization_id_occurred_at_index" on "audit_entry" ("organization_id", "occurred_at")`,
    );
    for (const statement of createOutbox) this.addSql(statement);
  }
}
