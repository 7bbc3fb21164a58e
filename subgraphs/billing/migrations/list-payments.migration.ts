import { Migration } from "@mikro-orm/migrations";

/** Payments are listed, the latest received first. */
export class ListPayments extends Migration {
  override up(): void {
    this.addSql("create index payment_listed on payment (organization_id, received_at, id)");
  }
}
