import { say, step } from "@careconnect/dev/console/console.output";
import { loadClinic } from "../clinic/clinic.loader.ts";
import { createProcessMeter } from "../system/process.meter.ts";
import { assault, planAssault } from "./assault.ts";
import type { ChaosArguments } from "./chaos.arguments.ts";
import { blindChecks, judge, type Verdict } from "./chaos.checks.ts";
import { chaosClinic, doctor, price } from "./chaos.clinic.ts";
import { type ChaosSystem, startChaosSystem } from "./chaos.system.ts";
import { importHistory } from "./history.import.ts";
import { createPersistentClient, type PersistentClient } from "./persistent.client.ts";
import { type Desks, planVisits, runVisit, type VisitRecord, type VisitTimes } from "./visit.course.ts";

export interface ChaosRun {
  /** @returns whether nothing differs */
  run(): Promise<boolean>;
  /** Ends what was started; what runs fails then. */
  stop(): Promise<void>;
}

/** How long clients go on asking after the last blow. */
const patienceMs = 600_000;
/** How long everything may take to settle once everybody was answered. */
const settleMs = 60_000;
/** Visits that are under way at once: so many that those that wait for an event do not keep the others from being booked meanwhile. */
const concurrency = 40;

export function createChaosRun(options: ChaosArguments): ChaosRun {
  let system: ChaosSystem | undefined;
  let isRight = false;
  const ending = new AbortController();
  return {
    async run() {
      system = await step("system", () => startChaosSystem(options.broker));
      const running = system;
      await step("clinic", (onProgress) => prepare(running, options.bookings, onProgress));
      isRight = await wreak(running, options, ending.signal);
      return isRight;
    },
    async stop() {
      ending.abort();
      const ended = system;
      system = undefined;
      const keepsData = options.keep && !isRight;
      await ended?.stop(keepsData);
      if (ended && keepsData) say(`\nThe data is in ${ended.dataFolder}.`);
    },
  };
}

async function prepare(system: ChaosSystem, bookings: number, onProgress: (detail: string) => void): Promise<void> {
  await loadClinic(system.ports, chaosClinic(bookings), onProgress);
  const admin = createPersistentClient(system.url, system.signIn("admin@careconnect.test"), Date.now() + patienceMs);
  const weekly = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"].map((day) => ({
    day,
    from: "00:00",
    to: "24:00",
  }));
  await accepted(
    admin.command(
      "mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { userErrors { code message } } }",
      { providerId: doctor, weekly },
    ),
  );
  await accepted(
    admin.command("mutation ($input: AddPriceInput!) { addPrice(input: $input) { userErrors { code message } } }", {
      visitType: "IN_PERSON",
      amount: price,
      startsOn: yesterday(),
    }),
  );
  const { postgres: _, "stripe-simulator": __, ...services } = system.ports;
  await createProcessMeter(services, system.dataFolder).settle(patienceMs, onProgress);
}

const dayMs = 86_400_000;
const yesterday = () => new Date(Date.now() - dayMs).toISOString().slice(0, 10);

async function accepted(answer: Promise<{ readonly userErrors: readonly { readonly message: string }[] }>) {
  const [refusal] = (await answer).userErrors;
  if (refusal) throw new Error(refusal.message);
}

async function wreak(system: ChaosSystem, options: ChaosArguments, signal: AbortSignal): Promise<boolean> {
  const { seed, minutes, bookings, broker } = options;
  const now = new Date();
  const endsAt = now.getTime() + minutes * 60_000;
  const giveUpAt = endsAt + patienceMs;
  const client = (email: string) => createPersistentClient(system.url, system.signIn(email), giveUpAt);
  const desks = { staff: client("staff@careconnect.test"), doctor: client("doctor@careconnect.test") };
  const visits = planVisits(seed, bookings);
  say(`\nSeed ${seed}, ${minutes} min, ${bookings} bookings, ${broker}`);
  const booked = () => visits.filter(({ appointmentId }) => appointmentId !== undefined).length;
  const [{ hits, amidst, lastBlowAt }, , history] = await Promise.all([
    assault(system, planAssault(seed, minutes), signal, (line) => say(`  ${line.padEnd(44)} ${booked()} booked`)).then(
      (hits) => ({
        hits,
        amidst: booked(),
        lastBlowAt: Date.now(),
      }),
    ),
    live(visits, desks, { seed, now, giveUpAt }, endsAt, signal),
    importHistory(system, bookings, endsAt, signal),
  ]);
  const since = Date.now();
  const aftermath = { system, visits, staff: desks.staff, clients: Object.values(desks), history };
  const verdicts = await judge(aftermath, settleMs);
  report({ visits, desks, hits, amidst, verdicts, answeredMs: since - lastBlowAt, settledMs: Date.now() - since });
  if (verdicts.some(({ differences }) => differences.length > 0)) return false;
  return reportBlind(await blindChecks(aftermath));
}

/** A check that cannot fail proves nothing. */
function reportBlind(blind: readonly string[]): boolean {
  say(`\n  ${blind.length === 0 ? "✓ each check sees what it looks for: it was spoiled" : "✗ spoiled, and not seen:"}`);
  for (const name of blind) say(`      ${name}`);
  return blind.length === 0;
}

/** Begins the visits evenly over the time, so that there is always one to be hit, and ends them all. */
async function live(
  visits: readonly VisitRecord[],
  desks: Desks,
  times: VisitTimes,
  endsAt: number,
  signal: AbortSignal,
): Promise<void> {
  const waiting = visits.values();
  const startsAt = times.now.getTime();
  const everyMs = ((endsAt - startsAt) * 0.95) / visits.length;
  const work = async () => {
    for (const visit of waiting) {
      const wait = startsAt + visit.index * everyMs - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      if (signal.aborted) return;
      await runVisit(visit, desks, times);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

function report(outcome: {
  readonly visits: readonly VisitRecord[];
  readonly desks: Desks;
  readonly hits: ReadonlyMap<string, number>;
  /** How many were booked before the last blow. */
  readonly amidst: number;
  readonly verdicts: readonly Verdict[];
  /** How long after the last blow the last client had its answer. */
  readonly answeredMs: number;
  readonly settledMs: number;
}): void {
  const { visits, desks, hits, amidst, verdicts, answeredMs, settledMs } = outcome;
  const counted = (figures: Iterable<readonly [string, number]>) =>
    [...figures].map(([what, count]) => `${count} ${what}`).join(", ") || "none";
  const ends = Map.groupBy(visits, ({ course, status, halted }) => `${course} ${halted ? "halted" : status}`);
  say(`\n  killed     ${counted(hits)}`);
  say(`  booked     ${amidst} meanwhile, ${visits.length} in all`);
  say(`  visits     ${counted([...ends].sort().map(([end, those]) => [end, those.length] as const))}`);
  say(`  setbacks   ${counted(setbacksOf(Object.values(desks)))}`);
  say(`  answered   ${(answeredMs / 1_000).toFixed(1)} s after the last blow`);
  say(`  settled    ${(settledMs / 1_000).toFixed(1)} s after the last answer\n`);
  for (const { name, looked, differences } of verdicts) {
    say(`  ${differences.length === 0 ? "✓" : "✗"} ${name}: ${looked} looked at, ${differences.length} differ`);
    for (const difference of differences) say(`      ${difference}`);
  }
}

function setbacksOf(clients: readonly PersistentClient[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { setbacks } of clients) for (const [what, count] of setbacks) sum.set(what, (sum.get(what) ?? 0) + count);
  return sum;
}
