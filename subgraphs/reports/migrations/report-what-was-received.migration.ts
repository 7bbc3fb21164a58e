import { Migration } from "@mikro-orm/migrations";

/** What was received for an invoice, which is not all that is not owed any more. */
export class ReportWhatWasReceived extends Migration {
  override up(): void {
    this.addSql("alter table invoice_fact add column received_amount bigint null");
  }
}
