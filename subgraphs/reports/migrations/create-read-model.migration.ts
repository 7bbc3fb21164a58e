import { Migration } from "@mikro-orm/migrations";

const statements: readonly string[] = [
  `create table organization_summary (
    organization_id uuid not null,
    version int not null default 0,
    time_zone text null,
    currency text null,
    as_of timestamptz(3) not null,
    patients int not null default 0,
    providers int not null default 0,
    primary key (organization_id)
  )`,
  `create table patient_fact (
    organization_id uuid not null,
    id uuid not null,
    version int not null,
    archived boolean not null,
    primary key (organization_id, id)
  )`,
  `create table provider_fact (
    organization_id uuid not null,
    id uuid not null,
    version int not null,
    status text not null,
    primary key (organization_id, id)
  )`,
  `create table appointment_fact (
    organization_id uuid not null,
    id uuid not null,
    version int not null,
    patient_id uuid not null,
    provider_id uuid not null,
    status text not null,
    starts_at timestamptz(3) not null,
    ends_at timestamptz(3) not null,
    primary key (organization_id, id)
  )`,
  // What is upcoming depends on the hour: it is counted when it is asked for, over these alone.
  `create index appointment_fact_active on appointment_fact (organization_id, ends_at, starts_at)
    where status = any (array['REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS'])`,
  `create table invoice_fact (
    organization_id uuid not null,
    id uuid not null,
    version int not null,
    patient_id uuid not null,
    status text not null,
    currency text not null,
    total_amount bigint not null,
    balance_amount bigint not null,
    issued_at timestamptz(3) null,
    paid_at timestamptz(3) null,
    primary key (organization_id, id)
  )`,
  `create table daily_metrics (
    organization_id uuid not null,
    day date not null,
    appointments int not null,
    fulfilled int not null,
    cancelled int not null,
    revenue_amount bigint not null,
    primary key (organization_id, day)
  )`,
];

export class CreateReadModel extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
