import {
  appointment,
  event,
  idOf,
  invoice,
  kathmandu,
  kathmanduRegistered,
  newYork,
  newYorkRegistered,
} from "./events.fixture.ts";
import type { ReportedEvent } from "./reported.event.ts";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const lifecycles: readonly (readonly string[])[] = [
  ["BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS", "FULFILLED"],
  ["REQUESTED", "CONFIRMED", "CANCELLED"],
  ["BOOKED", "BOOKED", "NO_SHOW"],
  ["FULFILLED"],
];

const typeOf: Readonly<Record<string, string>> = {
  IN_PROGRESS: "appointment.started",
  CHECKED_IN: "appointment.checked_in",
  NO_SHOW: "appointment.no_show",
};

/** At least `size` events of two organizations, in the order in which their aggregates changed. */
export function history(size: number, random: () => number): ReportedEvent[] {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const instant = () => new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 120 * 24 * 60) * 60_000);
  const events: ReportedEvent[] = [newYorkRegistered, kathmanduRegistered];

  for (let number = 1; events.length < size; number += 1) {
    const organizationId = pick([newYork, kathmandu]);
    const imported = random() < 0.4;
    const told = (kind: number, aggregateVersion: number) => ({
      ...{ organizationId, imported, aggregateId: idOf(kind, number), aggregateVersion, occurredAt: instant() },
    });
    events.push(event("patient.registered", { ...told(1, 1), payload: { archived: false } }));
    if (random() < 0.3) events.push(event("patient.updated", { ...told(1, 2), payload: { archived: false } }));
    if (random() < 0.2) events.push(event("patient.archived", { ...told(1, 3), payload: { archived: true } }));
    for (let merges = 0; random() < 0.3; merges += 1) {
      const { aggregateVersion: _, ...merge } = told(1, 0);
      const of = (version: number, endedAt: string | null) => ({
        ...{ ...merge, imported: false, aggregateVersion: version, payload: { endedAt } },
      });
      events.push(event("patient.merged", of(2 * merges + 1, null)));
      if (random() < 0.5) break;
      events.push(event("patient.unmerged", of(2 * merges + 2, instant().toISOString())));
    }
    if (random() < 0.2) {
      events.push(event("provider.registered", { ...told(2, 1), payload: { status: "PENDING" } }));
      events.push(event("provider.updated", { ...told(2, 2), payload: { status: "ACTIVE" } }));
      if (random() < 0.3)
        events.push(event("provider.status.changed", { ...told(2, 3), payload: { status: "SUSPENDED" } }));
    }

    let startsAt = instant().toISOString();
    for (const [index, status] of pick(lifecycles).entries()) {
      const isMoved = index > 0 && random() < 0.3;
      if (isMoved) startsAt = instant().toISOString();
      const type = isMoved ? "appointment.rescheduled" : (typeOf[status] ?? `appointment.${status.toLowerCase()}`);
      events.push({ ...appointment(startsAt, status), ...told(3, index + 1), type });
    }

    const total = Math.floor(random() * 50_000);
    const amounts = {
      total,
      issuedAt: instant().toISOString(),
      currency: organizationId === newYork ? "USD" : pick(["NPR", "USD"]),
    };
    const received = random() < 0.5 ? {} : { received: Math.floor(random() * total) };
    const partly = Math.floor(total / 3);
    const last = pick(["ISSUED", "PAID", "VOID", "OVERDUE"]);
    events.push({ ...invoice("ISSUED", { ...amounts, balance: partly }), ...told(4, 1) });
    if (last !== "ISSUED")
      events.push({
        ...invoice(last, { ...amounts, ...received, balance: last === "PAID" ? 0 : partly }),
        ...told(4, 2),
      });
    if (random() < 0.2) {
      const balance = last === "PAID" ? 0 : partly;
      events.push({ ...invoice(last, { ...amounts, ...received, balance }), ...told(4, 3), type: "invoice.updated" });
    }
  }
  return events;
}

/** The events in another order, in which those of one aggregate may change places, too. */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  return values
    .map((value) => ({ value, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ value }) => value);
}

/** The events in another order, which keeps that of each aggregate. */
export function interleaved(events: readonly ReportedEvent[], random: () => number): ReportedEvent[] {
  const queues = new Map<string, ReportedEvent[]>();
  for (const one of events) queues.set(one.aggregateId, [...(queues.get(one.aggregateId) ?? []), one]);
  const places = shuffled(events, random).map(({ aggregateId }) => aggregateId);
  return places.flatMap((aggregateId) => queues.get(aggregateId)?.shift() ?? []);
}
