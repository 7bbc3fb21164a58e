import { Migration } from "@mikro-orm/migrations";

/** Who has an account for a record, and who is invited to one, is asked for each invitation. */
export class AccountsOfRecords extends Migration {
  override up(): void {
    this.addSql(`create index "user_account_patient_id_index" on "user_account" ("patient_id")`);
    this.addSql(`create index "invitation_patient_id_index" on "invitation" ("patient_id")`);
  }
}
