import { Migration } from "@mikro-orm/migrations";

/** Of the rows that commands changed before, it is not known; from now on an import leaves them alone. */
export class KeepWhatWasChangedHere extends Migration {
  override up(): void {
    this.addSql("alter table condition add column changed_here boolean not null default false");
  }
}
