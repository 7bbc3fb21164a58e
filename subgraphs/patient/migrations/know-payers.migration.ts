import { Migration } from "@mikro-orm/migrations";

/** Who may pay, as the billing subgraph's events tell it. */
export class KnowPayers extends Migration {
  override up(): void {
    this.addSql(`
      create table payer_reference (
        organization_id uuid not null,
        payer_id uuid not null,
        primary key (organization_id, payer_id)
      )
    `);
  }
}
