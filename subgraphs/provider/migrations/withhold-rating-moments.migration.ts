import { Migration } from "@mikro-orm/migrations";

/** Of ratings that were told, the day alone stays in the log: by the moment it would be known after which visit it was. */
export class WithholdRatingMoments extends Migration {
  override up(): void {
    this.addSql(`
      update outbox_event told
      set id = other.id, correlation_id = other.id::text, actor_id = null,
        occurred_at = date_trunc('day', told.occurred_at, 'UTC')
      from (
        select id as known, gen_random_uuid() as id from outbox_event
        where type in ('provider.rated', 'provider.rating.changed')
      ) other
      where told.id = other.known and told.type in ('provider.rated', 'provider.rating.changed')
    `);
  }
}
