import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { subgraphNames } from "@careconnect/dev/supervisor/subgraph.names";
import type { ChaosSystem } from "./chaos.system.ts";
import type { PersistentClient } from "./persistent.client.ts";
import { type Course, isPaidInAdvance, type VisitRecord } from "./visit.course.ts";

/** What there is to compare. */
export interface Aftermath {
  readonly system: ChaosSystem;
  readonly visits: readonly VisitRecord[];
  readonly staff: PersistentClient;
  /** All who asked. */
  readonly clients: readonly PersistentClient[];
}

/** How much was looked at, and what is not as it should be. */
export interface Finding {
  readonly looked: number;
  readonly differences: readonly string[];
}

interface Check {
  readonly name: string;
  readonly look: (aftermath: Aftermath) => Promise<Finding>;
}

const acknowledged = (visits: readonly VisitRecord[]) =>
  visits.flatMap(({ appointmentId, ...visit }) => (appointmentId === undefined ? [] : [{ ...visit, appointmentId }]));

/** What has to hold once everything has settled. A saga is looked at by a line of its own here. */
export const checks: readonly Check[] = [
  {
    name: "every step was acknowledged in the end",
    look: async ({ visits }) => ({
      looked: visits.length,
      differences: visits.flatMap(({ index, course, halted }) =>
        halted === undefined ? [] : [`visit ${index} (${course}): ${halted}`],
      ),
    }),
  },
  {
    name: "nobody was told of a fault of ours: what is away is said to be away",
    async look({ clients }) {
      const told = clients.flatMap(({ setbacks }) => [...setbacks]);
      return {
        looked: told.reduce((sum, [, count]) => sum + count, 0),
        differences: told
          .filter(([what]) => what === "INTERNAL_SERVER_ERROR")
          .map(([what, count]) => `${what}, ${count} times`),
      };
    },
  },
  {
    name: "each acknowledged booking exists, as it was acknowledged",
    async look({ system, visits }) {
      const rows = await system.sql<{ id: string; status: string }>(
        "appointment",
        "select id, status from appointment",
      );
      const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
      const booked = acknowledged(visits);
      return {
        looked: booked.length,
        differences: booked
          .filter(({ appointmentId, status }) => statusOf.get(appointmentId) !== status)
          .map(
            (visit) =>
              `appointment ${visit.appointmentId} is ${statusOf.get(visit.appointmentId)}, not ${visit.status}`,
          ),
      };
    },
  },
  {
    name: "each patient has one booking, and each of its steps happened once",
    async look({ system, visits }) {
      const rows = await system.sql<{ patient_id: string; ids: string[] }>(
        "appointment",
        `select patient_id, array_agg(id) as ids from appointment where patient_id in
           (select patient_id from appointment where id = any($1)) group by patient_id having count(*) > 1`,
        [acknowledged(visits).map(({ appointmentId }) => appointmentId)],
      );
      const steps = await system.sql<{ appointment_id: string; to_status: string }>(
        "appointment",
        `select appointment_id, to_status from appointment_status_change where appointment_id = any($1)
         group by appointment_id, to_status having count(*) > 1`,
        [acknowledged(visits).map(({ appointmentId }) => appointmentId)],
      );
      return {
        looked: visits.length,
        differences: [
          ...rows.map(({ patient_id, ids }) => `patient ${patient_id} has ${ids.length} bookings`),
          ...steps.map((step) => `appointment ${step.appointment_id} became ${step.to_status} more than once`),
        ],
      };
    },
  },
  {
    name: "each visit that took place, or is paid in advance, has one invoice",
    async look({ system, visits }) {
      const rows = await system.sql<{ appointment_id: string; count: number }>(
        "billing",
        "select appointment_id, count(*)::int as count from invoice where cause = 'VISIT' group by 1",
      );
      const countOf = new Map(rows.map(({ appointment_id, count }) => [appointment_id, count]));
      const wanted = ({ status, course }: Pick<VisitRecord, "status" | "course">) =>
        status === "FULFILLED" || isPaidInAdvance(course) ? 1 : 0;
      const booked = acknowledged(visits);
      return {
        looked: booked.length,
        differences: booked
          .filter((visit) => (countOf.get(visit.appointmentId) ?? 0) !== wanted(visit))
          .map(
            (visit) =>
              `appointment ${visit.appointmentId} (${visit.status}) has ${countOf.get(visit.appointmentId) ?? 0} invoices`,
          ),
      };
    },
  },
  {
    name: "each invoice that was paid has one charge, and nothing left to pay",
    async look({ system, visits }) {
      const paid = acknowledged(visits).filter(({ course }) => course === "paid");
      const rows = await system.sql<{ appointment_id: string; payments: string[]; balance: string }>(
        "billing",
        `select invoice.appointment_id, array_remove(array_agg(payment.id), null) as payments, invoice.balance_amount as balance
         from invoice left join payment on payment.invoice_id = invoice.id
         where invoice.appointment_id = any($1) group by invoice.id`,
        [paid.map(({ appointmentId }) => appointmentId)],
      );
      const found = new Map(rows.map((row) => [row.appointment_id, row]));
      return {
        looked: paid.length,
        differences: paid.flatMap(({ appointmentId, paymentId }) => {
          const { payments = [], balance } = found.get(appointmentId) ?? {};
          const isRight = payments.length === 1 && payments[0] === paymentId && Number(balance) === 0;
          return isRight ? [] : [`appointment ${appointmentId}: ${payments.length} charges, ${balance} left to pay`];
        }),
      };
    },
  },
  {
    name: "each visit that is paid in advance is where its course led, none is stuck, and who paid was charged once",
    async look({ system, visits }) {
      const prepaid = acknowledged(visits).filter(({ course }) => isPaidInAdvance(course));
      if (prepaid.length === 0) return { looked: 0, differences: [] };
      const rows = await system.sql<{ appointment_id: string; state: string; intents: string[] }>(
        "billing",
        `select prepayment.appointment_id, prepayment.state, array_remove(array_agg(payment_intent.intent_id), null) as intents
         from prepayment left join payment on payment.invoice_id = prepayment.invoice_id
         left join payment_intent on payment_intent.payment_id = payment.id
         group by prepayment.id`,
      );
      const found = new Map(rows.map((row) => [row.appointment_id, row]));
      const charges = paidCharges(system.dataFolder);
      return {
        looked: prepaid.length,
        differences: prepaid.flatMap(({ appointmentId, course }) => {
          const { state, intents = [] } = found.get(appointmentId) ?? {};
          const charged = intents.reduce((sum, intent) => sum + (charges.get(intent) ?? 0), 0);
          const [wantedState, wantedCharges] = ends[course] ?? [];
          return state === wantedState && charged === wantedCharges
            ? []
            : [`appointment ${appointmentId} (${course}): ${state}, ${charged} charges`];
        }),
      };
    },
  },
  {
    name: "the ledger comes to zero, and says of each invoice what is left to pay",
    async look({ system }) {
      const rows = await system.sql<{ id: string; sum: string; count: number; entry_count: number }>(
        "billing",
        `select moved.id, sum(entry.amount) as sum, count(entry.id)::int as count, moved.entry_count
         from ledger_transaction moved left join ledger_entry entry on entry.transaction_id = moved.id group by moved.id`,
      );
      const open = await system.sql<{ id: string; balance: string; receivable: string }>(
        "billing",
        `select invoice.id, invoice.balance_amount as balance, coalesce(sum(entry.amount), 0) as receivable
         from invoice join ledger_entry entry on entry.invoice_id = invoice.id
           and entry.account in ('PATIENT_RECEIVABLE', 'PAYER_RECEIVABLE')
         where invoice.status <> 'DRAFT' group by invoice.id having coalesce(sum(entry.amount), 0) <> invoice.balance_amount`,
      );
      return {
        looked: rows.length,
        differences: [
          ...rows
            .filter(({ sum, count, entry_count }) => Number(sum) !== 0 || count !== entry_count)
            .map(({ id, sum, count }) => `transaction ${id}: ${count} entries that come to ${sum}`),
          ...open.map(({ id, balance, receivable }) => `invoice ${id}: ${balance} left, ${receivable} by the ledger`),
        ],
      };
    },
  },
  {
    name: "the reports say what a recount at the owners says",
    async look({ system, staff }) {
      const { dashboardMetrics, patients, providers, appointmentSummary } = await staff.ask(
        `{ dashboardMetrics(period: ALL) { patients providers appointments { total cancelled } revenue { amount currency } }
           patients(filter: { archived: false }) { totalCount } providers(filter: { status: ACTIVE }) { totalCount }
           appointmentSummary { total cancelled } }`,
        {},
      );
      const [received] = await system.sql<{ sum: string }>(
        "billing",
        `select coalesce(sum(total_amount - balance_amount), 0) as sum from invoice
         where status not in ('DRAFT', 'VOID') and currency = $1 and organization_id = '0199a000-0000-7000-8000-000000000001'`,
        [dashboardMetrics.revenue.currency],
      );
      const pairs: [string, unknown, unknown][] = [
        ["patients", dashboardMetrics.patients, patients.totalCount],
        ["providers", dashboardMetrics.providers, providers.totalCount],
        ["revenue", dashboardMetrics.revenue.amount, Number(received?.sum)],
        ...Object.keys(appointmentSummary).map((key): [string, unknown, unknown] => [
          `appointments ${key}`,
          dashboardMetrics.appointments[key],
          appointmentSummary[key],
        ]),
      ];
      return {
        looked: pairs.length,
        differences: pairs
          .filter(([, reported, counted]) => reported !== counted)
          .map(([what, reported, counted]) => `${what}: reported ${reported}, counted ${counted}`),
      };
    },
  },
  {
    name: "the copies of visits that others keep are those of their owner",
    async look({ system }) {
      const visitsIn = async (database: "appointment" | "patient" | "billing", statement: string) =>
        new Map(
          (await system.sql<{ id: string; status: string }>(database, statement)).map(({ id, status }) => [id, status]),
        );
      const own = await visitsIn("appointment", "select id, status from appointment");
      const differences: string[] = [];
      for (const database of ["patient", "billing"] as const) {
        const copy = await visitsIn(database, "select appointment_id as id, status from care_visit");
        for (const id of new Set([...own.keys(), ...copy.keys()]))
          if (own.get(id) !== copy.get(id))
            differences.push(`appointment ${id} is ${own.get(id)}, and ${copy.get(id)} in ${database}`);
      }
      return { looked: own.size, differences };
    },
  },
  {
    name: "every event has its position and is published, and none failed for good",
    async look({ system }) {
      const differences: string[] = [];
      let looked = 0;
      for (const subgraph of subgraphNames) {
        const [lag] = await system.sql<{ count: number; waiting: number; unpublished: number }>(
          subgraph,
          `select count(*)::int as count, (count(*) filter (where position is null))::int as waiting,
             (select (head - published)::int from event_log) as unpublished from outbox_event`,
        );
        looked += lag?.count ?? 0;
        if (lag?.waiting || lag?.unpublished)
          differences.push(`${subgraph}: ${lag.waiting} events without position, ${lag.unpublished} not published`);
        const metrics = await (await fetch(`http://127.0.0.1:${system.ports[subgraph]}/metrics`)).text();
        for (const [, queue, count] of metrics.matchAll(
          /^careconnect_events_blocked_aggregates\{.*queue="([^"]+)".*\} (\d+)$/gm,
        ))
          if (Number(count) > 0)
            differences.push(`${queue}: ${count} aggregates wait behind an event that failed for good`);
      }
      return { looked, differences };
    },
  },
];

/** Where a visit that is paid in advance ends, and how often somebody was charged for it. */
const ends: Readonly<Partial<Record<Course, readonly [state: string, charges: number]>>> = {
  prepaid: ["CONFIRMED", 1],
  declined: ["CANCELLED", 0],
  refunded: ["REFUNDED", 1],
};

/** How often money was taken, by what was to be paid: as the gateway has it, whatever anybody was told. */
function paidCharges(dataFolder: string): Map<string, number> {
  const database = new DatabaseSync(join(dataFolder, "stripe", "simulator.sqlite"), { readOnly: true });
  try {
    const rows = database
      .prepare("select payment_intent, body from object where kind = 'charge' and payment_intent is not null")
      .all();
    const counts = new Map<string, number>();
    for (const { payment_intent: intent, body } of rows)
      if (JSON.parse(String(body)).paid === true) counts.set(String(intent), (counts.get(String(intent)) ?? 0) + 1);
    return counts;
  } finally {
    database.close();
  }
}

export interface Verdict extends Finding {
  readonly name: string;
}

/** Looks until nothing differs any more, `longestMs` at most. @returns what every check found the last time */
export async function judge(aftermath: Aftermath, longestMs: number): Promise<Verdict[]> {
  const giveUpAt = Date.now() + longestMs;
  for (;;) {
    const verdicts: Verdict[] = [];
    for (const { name, look } of checks) verdicts.push({ name, ...(await look(aftermath).catch(unlooked)) });
    const isRight = verdicts.every(({ differences }) => differences.length === 0);
    if (isRight || Date.now() > giveUpAt) return verdicts;
    await pause(1_000);
  }
}

/** What is not up cannot be looked at: that is a difference, too. */
function unlooked(cause: unknown): Finding {
  return { looked: 0, differences: [cause instanceof Error ? cause.message : String(cause)] };
}
