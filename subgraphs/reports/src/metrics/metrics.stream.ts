import { assertMay, describeFault, type SubscriptionContext, sleep } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { runNamed } from "../facts/named.sql.ts";
import { readMetrics } from "./metrics.policy.ts";
import { metricsOf } from "./metrics.service.ts";
import type { DashboardMetrics } from "./metrics.type.ts";
import type { Period } from "./period.ts";

/** How often the read model is looked at, in milliseconds: what changes meanwhile is told once. */
const interval = 500;
/** Looks after which the numbers are compared even though no event was applied: hours pass, and days end. */
const looksPerMinute = 120;

/**
 * Tells, from now on, that the numbers of the viewer's organization have changed; which they are is read for each viewer
 * when it is told. Looking at one row costs less than a notification per event, and it sees what every replica applied.
 */
export async function metricsChanges(context: SubscriptionContext, period: Period): Promise<AsyncIterable<object>> {
  assertMay(context, readMetrics);
  const em = context.em.fork();
  const known = await look(em, period);
  return changes(context, em, period, known);
}

async function* changes(
  { signal, log }: SubscriptionContext,
  em: EntityManager,
  period: Period,
  first: Look,
): AsyncGenerator<object> {
  let known = first;
  for (let count = 1; await pause(signal); count += 1) {
    try {
      if (count % looksPerMinute !== 0 && (await revisionOf(em)) === known.revision) continue;
      const seen = await look(em, period);
      const isChanged = seen.numbers !== known.numbers;
      known = seen;
      if (isChanged) yield {};
    } catch (error) {
      log.warn({ fault: describeFault(error) }, "the read model could not be looked at; the next look is tried");
    }
  }
}

/** Waits for the next look. @returns false when there is none, because the subscriber is gone */
async function pause(signal: AbortSignal): Promise<boolean> {
  await sleep(interval, signal);
  return !signal.aborted;
}

interface Look {
  readonly revision: string | undefined;
  /** All but how fresh they are. */
  readonly numbers: string;
}

async function look(em: EntityManager, period: Period): Promise<Look> {
  // Before the numbers: a change between the two is seen by the next look.
  const revision = await revisionOf(em);
  const { asOf: _asOf, ...numbers } = (await metricsOf(em, period, new Date())) ?? ({} as Partial<DashboardMetrics>);
  return { revision, numbers: JSON.stringify(numbers) };
}

/** Another one after every applied event: each writes the organization's summary, in a transaction of its own. */
async function revisionOf(em: EntityManager): Promise<string | undefined> {
  const [row] = await runNamed<{ revision: string }>(
    em,
    "select tableoid || ':' || xmin as revision from organization_summary where organization_id = :organization",
  );
  return row?.revision;
}
