import { Migration } from "@mikro-orm/migrations";

export class CreateSeries extends Migration {
  override up(): void {
    this.addSql(`
      create table appointment_series (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        provider_id uuid not null,
        visit_type text not null,
        rule text not null,
        starts_at timestamptz(3) not null,
        time_zone text not null,
        primary key (id)
      )
    `);
    this.addSql("alter table appointment add column series_id uuid null");
    this.addSql("alter table appointment add column series_slot timestamptz(3) null");
    this.addSql(
      `alter table appointment add constraint appointment_series_id_foreign foreign key (series_id) references appointment_series (id)`,
    );
    this.addSql(
      `alter table appointment add constraint appointment_series_with_slot check ((series_id is null) = (series_slot is null))`,
    );
    this.addSql(
      "create index appointment_of_series on appointment (series_id, series_slot) where series_id is not null",
    );
  }
}
