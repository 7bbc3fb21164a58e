import { acknowledged, type Check, one, spoiling } from "./chaos.check.ts";
import { price } from "./chaos.clinic.ts";
import { type Charged, readGatewayBooks } from "./gateway.books.ts";
import { type Course, isPaidInAdvance, type VisitRecord } from "./visit.course.ts";

const nothing: Charged = { times: 0, refunds: 0, kept: 0 };

/** Where a visit that is paid in advance ends, and what the gateway has of it then. */
const ends: Readonly<Partial<Record<Course, { readonly state: string; readonly charged: Charged }>>> = {
  prepaid: { state: "CONFIRMED", charged: { times: 1, refunds: 0, kept: price } },
  declined: { state: "CANCELLED", charged: nothing },
  refunded: { state: "REFUNDED", charged: { times: 1, refunds: 1, kept: 0 } },
};

const sum = (one: Charged, other: Charged): Charged => ({
  times: one.times + other.times,
  refunds: one.refunds + other.refunds,
  kept: one.kept + other.kept,
});

const toldOf = ({ times, refunds, kept }: Charged) =>
  `charged ${times} times, given back ${refunds} times, ${kept} kept`;

const paidInAdvance = (visits: readonly VisitRecord[]) =>
  acknowledged(visits).filter(({ course }) => isPaidInAdvance(course));

/** What became of the money. A saga is looked at by a line of its own here. */
export const moneyChecks: readonly Check[] = [
  {
    name: "each visit that took place, or is paid in advance, has one invoice, and no other has one",
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
    spoil: spoiling(
      "billing",
      ({ visits }) =>
        `delete from invoice where appointment_id = ${one(visits, ({ course }) => course === "completed")}`,
    ),
  },
  {
    name: "each invoice that was paid at the desk has one charge, and nothing left to pay",
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
    spoil: spoiling(
      "billing",
      ({ visits }) => `insert into payment select (jsonb_populate_record(twice,
        jsonb_build_object('id', gen_random_uuid()))).* from payment twice join invoice on invoice.id = twice.invoice_id
        where invoice.appointment_id = ${one(visits, ({ course }) => course === "paid")}`,
    ),
  },
  {
    name: "each visit that is paid in advance is where its course led: no saga is stuck",
    async look({ system, visits }) {
      const rows = await system.sql<{ appointment_id: string; state: string }>(
        "billing",
        "select appointment_id, state from prepayment",
      );
      const stateOf = new Map(rows.map(({ appointment_id, state }) => [appointment_id, state]));
      const prepaid = paidInAdvance(visits);
      return {
        looked: prepaid.length,
        differences: prepaid.flatMap(({ appointmentId, course }) => {
          const state = stateOf.get(appointmentId);
          const wanted = ends[course]?.state;
          return state === wanted ? [] : [`appointment ${appointmentId} (${course}): ${state}, not ${wanted}`];
        }),
      };
    },
    spoil: spoiling(
      "billing",
      ({ visits }) =>
        `update prepayment set state = 'PAID' where appointment_id = ${one(visits, ({ course }) => course === "prepaid")}`,
    ),
  },
  {
    name: "who paid in advance was charged once at the gateway, who called off was given all of it back once, and nobody else was charged",
    async look({ system, visits }) {
      const rows = await system.sql<{ appointment_id: string; intents: string[] }>(
        "billing",
        `select invoice.appointment_id, array_agg(payment_intent.intent_id) as intents
         from invoice join payment on payment.invoice_id = invoice.id
         join payment_intent on payment_intent.payment_id = payment.id
         where invoice.cause = 'VISIT' and payment_intent.intent_id is not null group by 1`,
      );
      const intentsOf = new Map(rows.map(({ appointment_id, intents }) => [appointment_id, intents]));
      const { charged } = readGatewayBooks(system.dataFolder);
      const booked = acknowledged(visits);
      const differences = booked.flatMap(({ appointmentId, course }) => {
        const has = (intentsOf.get(appointmentId) ?? [])
          .flatMap((intent) => charged.get(intent) ?? [])
          .reduce(sum, nothing);
        const wanted = ends[course]?.charged ?? nothing;
        return toldOf(has) === toldOf(wanted)
          ? []
          : [`appointment ${appointmentId} (${course}): ${toldOf(has)}; not ${toldOf(wanted)}`];
      });
      const known = new Set([...intentsOf.values()].flat());
      for (const intent of charged.keys()) if (!known.has(intent)) differences.push(`${intent} is of no invoice`);
      return { looked: booked.length, differences };
    },
    spoil: spoiling(
      "billing",
      ({ visits }) => `delete from payment_intent where payment_id in (select payment.id from payment
        join invoice on invoice.id = payment.invoice_id
        where invoice.appointment_id = ${one(visits, ({ course }) => course === "prepaid")})`,
    ),
  },
  {
    name: "what the gateway moved is what the ledger says that it owes",
    async look({ system }) {
      const [ledger] = await system.sql<{ amount: string; count: number }>(
        "billing",
        "select coalesce(sum(amount), 0) as amount, count(*)::int as count from ledger_entry where account = 'GATEWAY_CLEARING'",
      );
      const { moved, movements } = readGatewayBooks(system.dataFolder);
      const isRight = Number(ledger?.amount) === moved && ledger?.count === movements;
      return {
        looked: movements,
        differences: isRight
          ? []
          : [`${moved} in ${movements} movements, ${ledger?.amount} in ${ledger?.count} entries of the ledger`],
      };
    },
    spoil: spoiling(
      "billing",
      () =>
        `delete from ledger_entry where id = (select id from ledger_entry where account = 'GATEWAY_CLEARING' limit 1)`,
    ),
  },
  {
    name: "nothing is under way at the gateway any more",
    async look({ system }) {
      const rows = await system.sql<{ what: string; id: string; is_open: boolean }>(
        "billing",
        `select 'payment' as what, payment_id as id, closed_at is null as is_open from payment_intent
         union all select 'refund', id, state = 'PENDING' from refund`,
      );
      return {
        looked: rows.length,
        differences: rows.filter(({ is_open }) => is_open).map(({ what, id }) => `${what} ${id} is still open`),
      };
    },
    spoil: spoiling(
      "billing",
      () => "update payment_intent set closed_at = null where id = (select min(id::text)::uuid from payment_intent)",
    ),
  },
  {
    name: "the ledger comes to zero, each of its transactions by itself",
    async look({ system }) {
      const rows = await system.sql<{ id: string; sum: string; count: number; entry_count: number }>(
        "billing",
        `select moved.id, sum(entry.amount) as sum, count(entry.id)::int as count, moved.entry_count
         from ledger_transaction moved left join ledger_entry entry on entry.transaction_id = moved.id group by moved.id`,
      );
      return {
        looked: rows.length,
        differences: rows
          .filter(({ sum, count, entry_count }) => Number(sum) !== 0 || count !== entry_count)
          .map(({ id, sum, count }) => `transaction ${id}: ${count} entries that come to ${sum}`),
      };
    },
    spoil: spoiling(
      "billing",
      () => `update ledger_entry set amount = amount + 1
        where id = (select min(id::text)::uuid from ledger_entry where account = 'REVENUE')`,
    ),
  },
  {
    name: "the ledger says of each invoice what is left to pay",
    async look({ system }) {
      const rows = await system.sql<{ id: string; balance: string; receivable: string }>(
        "billing",
        `select invoice.id, invoice.balance_amount as balance, coalesce(sum(entry.amount), 0) as receivable
         from invoice left join ledger_entry entry on entry.invoice_id = invoice.id
           and entry.account in ('PATIENT_RECEIVABLE', 'PAYER_RECEIVABLE')
         where invoice.status <> 'DRAFT' group by invoice.id`,
      );
      return {
        looked: rows.length,
        differences: rows
          .filter(({ balance, receivable }) => balance !== receivable)
          .map(({ id, balance, receivable }) => `invoice ${id}: ${balance} left, ${receivable} by the ledger`),
      };
    },
    spoil: spoiling(
      "billing",
      () => `update invoice set balance_amount = balance_amount - 1
        where id = (select min(id::text)::uuid from invoice where status = 'ISSUED' and balance_amount > 1)`,
    ),
  },
  {
    name: "each invoice that was imported meanwhile has its opening entries, as it was stated last",
    async look({ system, history }) {
      const rows = await system.sql<{ id: string; openings: number; charged: string; settled: string; owed: string }>(
        "billing",
        `select entry.invoice_id as id, count(distinct moved.id) filter (where moved.kind = 'OPENING')::int as openings,
           coalesce(-sum(amount) filter (where account = 'REVENUE'), 0) as charged,
           coalesce(sum(amount) filter (where account = 'SETTLED_BEFORE_IMPORT'), 0) as settled,
           coalesce(sum(amount) filter (where account = 'PATIENT_RECEIVABLE'), 0) as owed
         from ledger_entry entry join ledger_transaction moved on moved.id = entry.transaction_id
         where entry.invoice_id = any($1) group by 1`,
        [history.map(({ id }) => id)],
      );
      const found = new Map(rows.map((row) => [row.id, row]));
      return {
        looked: history.length,
        differences: history.flatMap(({ id, total, balance }) => {
          const { openings, charged, settled, owed } = found.get(id) ?? {};
          const stated = [1, total, total - balance, balance].join();
          const has = [openings ?? 0, charged ?? 0, settled ?? 0, owed ?? 0].join();
          return has === stated ? [] : [`invoice ${id}: openings, charged, settled, owed are ${has}, not ${stated}`];
        }),
      };
    },
    spoil: spoiling("billing", ({ history: [first] }) => {
      if (!first) throw new Error("Nothing was imported.");
      return `delete from ledger_entry where invoice_id = '${first.id}'`;
    }),
  },
];
