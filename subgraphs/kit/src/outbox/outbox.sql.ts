/**
 * The log of events: partitioned by month, so that old months can be archived. Partitions and their functions live in
 * the schema `log`, which the serving role cannot enter: it reads and writes through `outbox_event` alone.
 */
export const createOutbox: readonly string[] = [
  `create schema log`,
  `create sequence outbox_event_sequence`,
  // The order of the sequence is the order of commits for one aggregate, whose row is locked when its event is inserted;
  // clocks of several processes, and so the ids they make, are not.
  `create table outbox_event (
    id uuid not null,
    organization_id uuid not null,
    type text not null,
    type_version int not null,
    aggregate_type text not null,
    aggregate_id uuid not null,
    aggregate_version int not null,
    occurred_at timestamptz(3) not null,
    actor_id uuid not null,
    correlation_id text not null,
    imported boolean not null,
    payload jsonb not null,
    sequence bigint not null default nextval('outbox_event_sequence'),
    position bigint null,
    primary key (id, occurred_at),
    constraint outbox_event_position_check check (position > 0)
  ) partition by range (occurred_at)`,
  `create index "outbox_event_aggregate_id_aggregate_version_index" on "outbox_event" ("aggregate_id", "aggregate_version")`,
  `create index "outbox_event_position_index" on "outbox_event" ("position")`,
  `create index "outbox_event_organization_id_position_index" on "outbox_event" ("organization_id", "position")`,
  `create index outbox_event_without_position on outbox_event (sequence) where position is null`,
  // What no month holds, for example when nobody has migrated for a year: the next migration moves it into its months.
  `create table log.event_default partition of outbox_event default`,
  `create table event_log (
    epoch uuid not null,
    head bigint not null,
    published bigint not null,
    archived bigint not null,
    primary key (epoch)
  )`,
  `insert into event_log values (gen_random_uuid(), 0, 0, 0)`,
  `create table inbox_receipt (
    consumer text not null,
    event_id uuid not null,
    received_at timestamptz(3) not null,
    primary key (consumer, event_id)
  )`,
  `create index "inbox_receipt_received_at_index" on "inbox_receipt" ("received_at")`,

  `create function log.refuse_position() returns trigger language plpgsql as $$
  begin
    raise exception 'the position of an event is given once, by the relay' using errcode = 'integrity_constraint_violation';
  end $$`,
  `create trigger outbox_event_inserted_without_position before insert on outbox_event
    for each row when (new.position is not null) execute function log.refuse_position()`,
  `create trigger outbox_event_position_is_final before update of position on outbox_event
    for each row when (old.position is not null and new.position is distinct from old.position)
    execute function log.refuse_position()`,
  `create function log.wake_relay() returns trigger language plpgsql as $$
  begin
    perform pg_notify('outbox_event', '');
    return null;
  end $$`,
  `create trigger outbox_event_wakes_relay after insert on outbox_event
    for each statement execute function log.wake_relay()`,

  // A month that was archived keeps its name, so that it is not made again; late rows of it stay in the default.
  `create function log.prepare_months(ahead int) returns void language plpgsql as $$
  declare
    month timestamp;
    partition text;
    first timestamptz;
    beyond timestamptz;
  begin
    -- Rows that move are seen by no relay meanwhile: it must not give later events of an aggregate their positions first.
    lock table public.outbox_event in share row exclusive mode;
    for month in
      select date_trunc('month', occurred_at at time zone 'UTC') from log.event_default
      union
      select date_trunc('month', now() at time zone 'UTC') + n * interval '1 month' from generate_series(0, ahead) n
    loop
      partition := 'event_' || to_char(month, 'YYYY_MM');
      continue when to_regclass('log.' || partition) is not null;
      first := month at time zone 'UTC';
      beyond := (month + interval '1 month') at time zone 'UTC';
      execute format('create table log.%I (like public.outbox_event including defaults including constraints)', partition);
      execute format(
        'with moved as (delete from log.event_default where occurred_at >= %L and occurred_at < %L returning *)
         insert into log.%I select * from moved', first, beyond, partition);
      execute format('alter table public.outbox_event attach partition log.%I for values from (%L) to (%L)',
        partition, first, beyond);
    end loop;
  end $$`,
  `create function log.archive_month(month date) returns void language plpgsql as $$
  declare
    partition text := 'event_' || to_char(month, 'YYYY_MM');
    last bigint;
    waiting bigint;
  begin
    execute format('select max(position), count(*) filter (where position is null) from log.%I', partition)
      into last, waiting;
    if waiting > 0 or last > (select published from public.event_log) then
      raise exception 'the month % has events that are not published yet', to_char(month, 'YYYY-MM');
    end if;
    execute format('alter table public.outbox_event detach partition log.%I', partition);
    update public.event_log set archived = greatest(archived, coalesce(last, 0));
  end $$`,
];

/** Months that exist before their time; beyond them events go to the default partition. */
const monthsAhead = 3;

/** Runs at every migration, as the schema's owner. */
export const prepareMonths = `select log.prepare_months(${monthsAhead})`;

/** What the serving role may do with the log beside inserting and reading: give positions, and count them. `role` is quoted. */
export function grantRelay(role: string): string {
  return `
    revoke insert on table event_log from ${role};
    grant update (position) on table outbox_event to ${role};
    grant update (head, published) on table event_log to ${role};
  `;
}
