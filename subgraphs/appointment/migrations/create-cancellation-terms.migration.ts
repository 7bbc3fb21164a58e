import { Migration } from "@mikro-orm/migrations";

/** What it costs to call a kind of visit off, and the currency that an organization counts in. */
export class CreateCancellationTerms extends Migration {
  override up(): void {
    this.addSql(`
      create table organization_reference (
        organization_id uuid not null,
        currency text not null,
        aggregate_version int not null,
        primary key (organization_id)
      )
    `);
    for (const column of [
      "cancellation_notice_minutes int",
      "cancellation_fee_amount int",
      "cancellation_fee_currency text",
    ]) {
      this.addSql(`alter table visit_type_rules add column ${column} null`);
    }
    this.addSql(`
      alter table visit_type_rules add constraint visit_type_rules_cancellation check (
        num_nonnulls(cancellation_notice_minutes, cancellation_fee_amount, cancellation_fee_currency) in (0, 3)
        and cancellation_notice_minutes >= 0 and cancellation_fee_amount > 0
      )
    `);
  }
}
