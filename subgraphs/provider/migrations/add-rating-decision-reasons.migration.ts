import { Migration } from "@mikro-orm/migrations";

/** Why administration decided on a rating as it did, also in its favour. */
export class AddRatingDecisionReasons extends Migration {
  override up(): void {
    this.addSql("alter table rating_change add column decision_reason text null");
  }
}
