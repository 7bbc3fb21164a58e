import { Migration } from "@mikro-orm/migrations";

/** Which queues have been given the events that were before them. */
export class CreateEventSubscribers extends Migration {
  override up(): void {
    this.addSql(
      `create table event_subscriber (queue text not null, type text not null, behind bigint null, primary key (queue, type))`,
    );
  }
}
