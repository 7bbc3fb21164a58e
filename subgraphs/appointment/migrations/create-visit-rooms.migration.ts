import { Migration } from "@mikro-orm/migrations";

export class CreateVisitRooms extends Migration {
  override up(): void {
    this.addSql(`
      create table visit_room (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        appointment_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        closes_at timestamptz(3) not null,
        patient_seat uuid null,
        patient_seen_at timestamptz(3) null,
        provider_seat uuid null,
        provider_seen_at timestamptz(3) null,
        admitted_at timestamptz(3) null,
        signals_from timestamptz(3) not null,
        signals int not null default 0,
        primary key (id),
        constraint visit_room_appointment_id_unique unique (organization_id, appointment_id),
        constraint visit_room_patient_seat_unique unique (patient_seat),
        constraint visit_room_provider_seat_unique unique (provider_seat),
        constraint visit_room_appointment_id_foreign foreign key (appointment_id) references appointment (id),
        constraint visit_room_patient_seen check ((patient_seat is null) = (patient_seen_at is null)),
        constraint visit_room_provider_seen check ((provider_seat is null) = (provider_seen_at is null)),
        constraint visit_room_admits_who_is_there check (admitted_at is null or patient_seat is not null)
      )
    `);
    this.addSql(`create index "visit_room_closes_at_index" on "visit_room" ("closes_at")`);
    // Unlogged: network addresses are in no write-ahead log, and so in no backup and on no replica. After a crash it is empty.
    this.addSql(`
      create unlogged table visit_signal (
        id uuid not null,
        organization_id uuid not null,
        room_id uuid not null,
        seat uuid not null,
        payload text null,
        sent_at timestamptz(6) not null default clock_timestamp(),
        primary key (id),
        constraint visit_signal_room_id_foreign foreign key (room_id) references visit_room (id) on delete cascade
      )
    `);
    this.addSql(
      `create index "visit_signal_room_id_seat_sent_at_index" on "visit_signal" ("room_id", "seat", "sent_at")`,
    );
    this.addSql(`create index "visit_signal_sent_at_index" on "visit_signal" ("sent_at")`);
  }
}
