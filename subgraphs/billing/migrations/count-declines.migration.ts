import { Migration } from "@mikro-orm/migrations";

/** Declines are counted by the charges that failed, which were known by the last one alone. */
export class CountDeclines extends Migration {
  override up(): void {
    this.addSql("alter table payment_intent add column last_declined_charge text null");
    // What is known of a time that nothing was charged has a colon.
    this.addSql(
      "update payment_intent set last_declined_charge = last_decline where closed_at is null and last_decline not like '%:%'",
    );
  }
}
