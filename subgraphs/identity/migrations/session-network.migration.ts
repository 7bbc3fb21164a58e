import { Migration } from "@mikro-orm/migrations";

/** From which network a session was begun, for its owner to recognize. */
export class SessionNetwork extends Migration {
  override up(): void {
    this.addSql(`alter table "session" add column "network" text null`);
  }
}
