import { Migration } from "@mikro-orm/migrations";

/** Why somebody was suspended is sealed from now on: what was written in the open goes, which no release ever did. */
export class SealStatusReasons extends Migration {
  override up(): void {
    this.addSql("delete from provider_status_change");
    this.addSql("alter table provider_status_change alter column reason drop not null");
    // A history that nobody can change does not go with what it is of, either.
    this.addSql("alter table provider_status_change drop constraint provider_status_change_provider_id_foreign");
    this.addSql(
      `alter table provider_status_change add constraint provider_status_change_provider_id_foreign
        foreign key (provider_id) references provider (id)`,
    );
  }
}
