import { subgraphNames } from "@careconnect/dev/supervisor/subgraph.names";
import { type Check, one, spoiling } from "./chaos.check.ts";
import { organizationId } from "./chaos.clinic.ts";
import type { ChaosSystem } from "./chaos.system.ts";

interface Kept {
  readonly database: Parameters<ChaosSystem["sql"]>[0];
  /** Gives `id` and `line`, what is to be the same everywhere. */
  readonly statement: string;
}

interface Copied {
  readonly what: string;
  readonly owner: Kept;
  readonly copies: readonly Kept[];
}

const careVisit = "select appointment_id as id, status as line from care_visit";
const amounts = "status || ', ' || total_amount || ', ' || balance_amount";

/** What more than one of them knows. Drafts are nobody's business. */
const copied: readonly Copied[] = [
  {
    what: "appointment",
    owner: { database: "appointment", statement: "select id, status as line from appointment" },
    copies: [
      { database: "patient", statement: careVisit },
      { database: "billing", statement: careVisit },
      { database: "reports", statement: "select id, status as line from appointment_fact" },
    ],
  },
  {
    what: "invoice",
    owner: { database: "billing", statement: `select id, ${amounts} as line from invoice where status <> 'DRAFT'` },
    copies: [
      { database: "reports", statement: `select id, ${amounts} as line from invoice_fact where status <> 'DRAFT'` },
    ],
  },
];

async function linesOf(system: ChaosSystem, { database, statement }: Kept): Promise<Map<string, string>> {
  const rows = await system.sql<{ id: string; line: string }>(database, statement);
  return new Map(rows.map(({ id, line }) => [id, line]));
}

/** What others know of it: the reports, the copies, the log. */
export const eventChecks: readonly Check[] = [
  {
    name: "the reports say what a recount at the owners says",
    async look({ system, staff }) {
      const { dashboardMetrics, patients, providers, appointmentSummary } = await staff.ask(
        `{ dashboardMetrics(period: ALL) { patients providers appointments { total cancelled } revenue { amount currency } }
           patients(filter: { archived: false }) { totalCount } providers(filter: { status: ACTIVE }) { totalCount }
           appointmentSummary { total cancelled } }`,
        {},
      );
      // What was credited was not received, and what was given back is not any more: the ledger knows both.
      const [received] = await system.sql<{ sum: string }>(
        "billing",
        `select coalesce(sum(entry.amount), 0) as sum from ledger_entry entry join invoice on invoice.id = entry.invoice_id
         where invoice.status not in ('DRAFT', 'VOID') and entry.currency = $1
           and entry.account in ('CASH', 'BANK', 'CARD_CLEARING', 'GATEWAY_CLEARING', 'SETTLED_BEFORE_IMPORT')
           and entry.organization_id = $2`,
        [dashboardMetrics.revenue.currency, organizationId],
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
    spoil: spoiling(
      "reports",
      () =>
        `update daily_metrics set revenue_amount = revenue_amount + 1
         where organization_id = '${organizationId}' and day = (select min(day) from daily_metrics where organization_id = '${organizationId}')`,
    ),
  },
  {
    name: "the copies of visits and invoices that others keep are those of their owner",
    async look({ system }) {
      const differences: string[] = [];
      let looked = 0;
      for (const { what, owner, copies } of copied) {
        const own = await linesOf(system, owner);
        looked += own.size;
        for (const copy of copies) {
          const copied = await linesOf(system, copy);
          for (const id of new Set([...own.keys(), ...copied.keys()]))
            if (own.get(id) !== copied.get(id))
              differences.push(`${what} ${id} is ${own.get(id)}, and ${copied.get(id)} in ${copy.database}`);
        }
      }
      return { looked, differences };
    },
    spoil: spoiling(
      "reports",
      ({ visits }) => `update appointment_fact set status = 'NO_SHOW' where id = ${one(visits, () => true)}`,
    ),
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
        const blocked = [...metrics.matchAll(/^careconnect_events_blocked_aggregates\{.*queue="([^"]+)".*\} (\d+)$/gm)];
        // Each consumes events of others; one that has no broker yet cannot say.
        if (blocked.length === 0) differences.push(`${subgraph} does not say what failed for good`);
        for (const [, queue, count] of blocked)
          if (Number(count) > 0)
            differences.push(`${queue}: ${count} aggregates wait behind an event that failed for good`);
      }
      return { looked, differences };
    },
    // One that it does not have: what it has is published again within a moment.
    spoil: spoiling("provider", () => "update event_log set head = head + 1"),
  },
];
