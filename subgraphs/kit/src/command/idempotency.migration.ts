import { Migration } from "@mikro-orm/migrations";

export class CreateIdempotencyRecords extends Migration {
  override up(): void {
    this.addSql(`
      create table idempotency_record (
        organization_id uuid not null,
        principal uuid not null,
        mutation text not null,
        key text not null,
        body_hash text not null,
        outcome jsonb null,
        expires_at timestamptz(3) not null,
        primary key (organization_id, principal, mutation, key)
      )
    `);
    this.addSql("create index idempotency_record_expires_at_index on idempotency_record (expires_at)");
  }
}
