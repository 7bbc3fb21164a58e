import { Migration } from "@mikro-orm/migrations";

/** Refunds that the gateway did not give are counted whenever metrics are read. */
export class FindFailedRefunds extends Migration {
  override up(): void {
    this.addSql("create index refund_failed on refund (organization_id, payment_id) where state = 'FAILED'");
  }
}
