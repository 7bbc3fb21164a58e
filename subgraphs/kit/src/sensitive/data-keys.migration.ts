import { Migration } from "@mikro-orm/migrations";

export class CreateDataKeys extends Migration {
  override up(): void {
    this.addSql(`
      create table data_key (
        id uuid not null,
        organization_id uuid not null,
        generation int not null,
        wrapped_key text not null,
        kms_key_id text not null,
        created_at timestamptz(3) not null,
        retired_at timestamptz(3) null,
        primary key (id),
        constraint data_key_generation_unique unique (organization_id, generation)
      )
    `);
  }
}
