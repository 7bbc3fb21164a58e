import { GraphQLError } from "graphql";
import { createSink, type Sink } from "../subscriptions/client.sink.ts";
import type { SubgraphDefinition } from "./test.subgraph.ts";

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

/** A log whose readers start at a position, as a subgraph's outbox is. */
export interface EventLog<Entry> {
  append(...entries: Entry[]): void;
  /** @param after the position after which to start; the present end when undefined */
  read(after: number | undefined): AsyncGenerator<{ position: number; entry: Entry }, void, void>;
  /** How many read it now. */
  readers(): number;
}

export function createEventLog<Entry>(): EventLog<Entry> {
  interface Read {
    readonly position: number;
    readonly entry: Entry;
  }
  const entries: Entry[] = [];
  const sinks = new Set<Sink<Read>>();
  return {
    append(...added) {
      for (const entry of added) {
        entries.push(entry);
        for (const sink of sinks) sink.push({ position: entries.length, entry });
      }
    },
    read(after) {
      const sink: Sink<Read> = createSink<Read>(100_000, () => sinks.delete(sink));
      for (let position = after ?? entries.length; position < entries.length; position += 1) {
        sink.push({ position: position + 1, entry: entries[position] as Entry });
      }
      sinks.add(sink);
      return sink.values;
    },
    readers: () => sinks.size,
  };
}

const cursorOf = (position: number) => `epoch-${position}`;

function positionOf(after: string | null | undefined): number | undefined {
  if (after == null) return undefined;
  const position = /^epoch-(\d+)$/.exec(after)?.[1];
  if (position === undefined) {
    throw new GraphQLError("What came after this position is no longer known: load it anew.", {
      extensions: { code: "RESUME_NOT_POSSIBLE" },
    });
  }
  return Number(position);
}

interface Appointment {
  readonly id: string;
  readonly reason: string;
  readonly patient: { readonly id: string };
}

export interface Metrics {
  readonly booked: number;
  readonly busiest?: { readonly id: string };
}

type Activity = Record<string, unknown> & { readonly __typename: "Appointment" | "Note" };

export interface LiveGraph {
  readonly subgraphs: readonly SubgraphDefinition[];
  readonly appointments: EventLog<Appointment>;
  readonly activities: EventLog<Activity>;
  readonly metrics: EventLog<Metrics>;
  /** Milliseconds that the next joins of patients take, first come first served. */
  readonly joinDelays: number[];
  /** The authorizations under which patients were asked for by other subgraphs' references. */
  readonly joinedFor: unknown[];
}

export function visit(id: string, patient = "p1"): Appointment {
  return { id, reason: `reason of ${id}`, patient: { id: patient } };
}

/** Maps without an async function, whose generator would not end while it waits; what maps to undefined is left out. */
function mapped<From, To>(
  source: AsyncGenerator<From, void, void>,
  map: (value: From) => To | undefined,
): AsyncGenerator<To, void, void> {
  const next = async (): Promise<IteratorResult<To, void>> => {
    for (;;) {
      const result = await source.next();
      if (result.done === true) return result;
      const value = map(result.value);
      if (value !== undefined) return { done: false, value };
    }
  };
  const generator: AsyncGenerator<To, void, void> = {
    next,
    async return() {
      await source.return();
      return { done: true, value: undefined };
    },
    throw: (error: unknown) => source.throw(error) as Promise<IteratorResult<To, void>>,
    [Symbol.asyncIterator]: () => generator,
    async [Symbol.asyncDispose]() {
      await source.return();
    },
  };
  return generator;
}

const names: Record<string, string> = { p1: "Ada", p2: "Grace" };

/** Subgraphs with live events, each log fed by the test. */
export function createLiveGraph(): LiveGraph {
  const appointments = createEventLog<Appointment>();
  const activities = createEventLog<Activity>();
  const metrics = createEventLog<Metrics>();
  const joinDelays: number[] = [];
  const joinedFor: unknown[] = [];

  const subgraphs: SubgraphDefinition[] = [
    {
      name: "patient",
      typeDefs: `${link}
        type Query { patients: [Patient!] }
        type Patient @key(fields: "id") { id: ID! name: String email: String }`,
      resolvers: {
        Query: { patients: () => Object.entries(names).map(([id, name]) => ({ id, name })) },
        Patient: {
          async __resolveReference({ id }: { id: string }, context: { authorization: unknown }) {
            joinedFor.push(context.authorization);
            const delay = joinDelays.shift();
            if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
            return { id, name: names[id] };
          },
        },
      },
    },
    {
      name: "billing",
      typeDefs: `${link}
        type Query { invoices: [Invoice!] }
        type Invoice { id: ID! }
        type Patient @key(fields: "id") { id: ID! balance: Int note: String }`,
      resolvers: { Query: { invoices: () => [] }, Patient: { balance: () => 10, note: () => "pays late" } },
    },
    {
      name: "appointment",
      typeDefs: `${link}
        type Query { appointments: [Appointment!] }
        type Mutation { book(reason: String!): Appointment }
        type Subscription {
          appointmentChanged(patientId: ID, after: String): AppointmentChange
          activity: Activity
          forbidden: AppointmentChange
          leaking: AppointmentChange
          countdown(from: Int!): Int
          partly: AppointmentChange
        }
        type AppointmentChange { cursor: String! appointment: Appointment leak: String }
        union Activity = Appointment | Note
        type Note { text: String! about: Patient }
        type Appointment @key(fields: "id") { id: ID! reason: String patient: Patient }
        type Patient @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: {
        Mutation: { book: (_: unknown, { reason }: { reason: string }) => ({ id: "a9", reason }) },
        AppointmentChange: {
          leak: () => {
            throw new Error("secret at http://internal.example:4002 for ada@example.test");
          },
        },
        Subscription: {
          appointmentChanged: {
            subscribe: (_: unknown, { patientId, after }: { patientId?: string | null; after?: string | null }) =>
              mapped(appointments.read(positionOf(after)), ({ position, entry }) =>
                patientId == null || patientId === entry.patient.id
                  ? { appointmentChanged: { cursor: cursorOf(position), appointment: entry } }
                  : undefined,
              ),
          },
          activity: {
            subscribe: () => mapped(activities.read(undefined), ({ entry }) => ({ activity: entry })),
          },
          forbidden: {
            subscribe: () => {
              throw new GraphQLError("You are not allowed to do this.", { extensions: { code: "FORBIDDEN" } });
            },
          },
          leaking: {
            subscribe: () => {
              throw new Error("secret at http://internal.example:4002 for ada@example.test");
            },
          },
          countdown: {
            async *subscribe(_: unknown, { from }: { from: number }) {
              for (let countdown = from; countdown > 0; countdown -= 1) yield { countdown };
            },
          },
          partly: {
            subscribe: () =>
              mapped(appointments.read(undefined), ({ position }) => ({ partly: { cursor: cursorOf(position) } })),
          },
        },
      },
    },
    {
      name: "reports",
      typeDefs: `${link}
        type Query { asOf: String }
        type Subscription { dashboardMetricsChanged(period: String): DashboardMetrics }
        type DashboardMetrics { booked: Int! busiest: Patient }
        type Patient @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: {
        Subscription: {
          dashboardMetricsChanged: {
            subscribe: () => mapped(metrics.read(undefined), ({ entry }) => ({ dashboardMetricsChanged: entry })),
          },
        },
      },
    },
  ];
  return { subgraphs, appointments, activities, metrics, joinDelays, joinedFor };
}
