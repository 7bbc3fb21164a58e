import { Migration } from "@mikro-orm/migrations";

/** An event may withhold who did it. */
export class WithholdActors extends Migration {
  override up(): void {
    this.addSql("alter table outbox_event alter column actor_id drop not null");
  }
}
