import type { EventHandler } from "../inbox/consumer.definition.ts";

/** The table of {@link testEffect}: nothing keeps an effect from being there twice. */
export const createTestEffects = (role: string) =>
  `create table effect (number serial, event_id uuid, position bigint, aggregate_id uuid, aggregate_version int);
   grant select, insert on effect to ${role}; grant usage on sequence effect_number_seq to ${role}`;

/** The effect of each event: one row, in the transaction that it is given. */
export const testEffect: EventHandler = async ({ em }, events) => {
  for (const event of events)
    await em.execute("insert into effect (event_id, position, aggregate_id, aggregate_version) values (?, ?, ?, ?)", [
      event.id,
      event.position,
      event.aggregateId,
      event.aggregateVersion,
    ]);
};
