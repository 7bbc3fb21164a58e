import { Migration } from "@mikro-orm/migrations";

/** What was told of ratings named who rated: of what is still in the log, it does not any more. */
export class WithholdRaters extends Migration {
  override up(): void {
    this.addSql(`
      update outbox_event set actor_id = null, correlation_id = id::text
      where type in ('provider.rated', 'provider.rating.changed') and actor_id is not null
    `);
  }
}
