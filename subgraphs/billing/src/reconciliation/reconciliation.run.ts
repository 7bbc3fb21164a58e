import { type CommandContext, runCommand } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { findGateway, GatewayUnavailableError } from "../gateway/gateway.client.ts";
import { DifferenceRow } from "./difference.entity.ts";
import type { DifferenceKind } from "./difference.kind.ts";
import type { FoundDifference, Scope } from "./found.difference.ts";
import { comparePayments, compareRefunds } from "./gateway.comparison.ts";
import { compareWithin, comparisons } from "./ledger.comparison.ts";
import { ReconciliationRow } from "./reconciliation.entity.ts";
import { forgetOldRuns, report, takeRun } from "./reconciliation.query.ts";
import { ReconciliationStatus } from "./reconciliation.status.ts";

const day = 24 * 60 * 60_000;

/** What bounds a run. */
export interface RunLimits {
  /** So far back the gateway's payments are read, in milliseconds: what is older was compared by earlier runs. */
  readonly depth: number;
  /** What changed within so many milliseconds may be under way. */
  readonly quiet: number;
  /** So many differences of one kind are kept. */
  readonly most: number;
  /** After so many milliseconds the gateway is left for the next run. */
  readonly time: number;
}

const usualLimits: RunLimits = { depth: 90 * day, quiet: 60_000, most: 1_000, time: 5 * 60_000 };

const acting = { action: "reconciliation.run", entityType: "Reconciliation" };

/**
 * Runs what is to be run in an organization: first what is compared within the database, kind by kind, then the gateway, page by
 * page. What was found is there after each step.
 * @returns whether there may be more
 */
export async function runPending(context: CommandContext, limits: RunLimits = usualLimits): Promise<boolean> {
  const id = await runCommand(context, acting, async ({ em, touch }) => {
    const taken = await takeRun(em);
    if (taken) touch(taken);
    return taken;
  });
  if (id === null) return false;
  const { startedAt } = await context.em.fork().findOneOrFail(ReconciliationRow, { id });
  const now = startedAt?.getTime() ?? Date.now();
  const scope: Scope = {
    ...{ since: new Date(now - limits.depth), until: new Date(now - limits.quiet), most: limits.most },
  };
  const run = new Run(context.em, id, new Date(now));
  await run.steps(scope, limits.time);
  await runCommand(context, acting, async ({ em, touch }) => {
    await em.nativeUpdate(
      ReconciliationRow,
      { id, status: ReconciliationStatus.RUNNING, startedAt: new Date(now) },
      {
        ...{ status: run.isWhole ? ReconciliationStatus.COMPLETED : ReconciliationStatus.INCOMPLETE },
        ...{ finishedAt: new Date(), heldUntil: null, hasGateway: run.hasGateway, updatedAt: new Date() },
      },
    );
    await forgetOldRuns(em);
    touch(id);
  });
  // The run has an end; that a part of it failed is to be seen in the log.
  if (run.faults.length > 0) throw run.faults[0];
  return true;
}

/** Whoever was at a run is told that somebody else has begun it anew. */
class RunTakenError extends Error {
  override readonly name = "RunTakenError";
}

/** A run that was taken: nobody else writes into it as long as it reports. */
class Run {
  isWhole = true;
  /** What of it failed, by no fault of the gateway's. */
  readonly faults: unknown[] = [];
  readonly hasGateway = findGateway() !== undefined;
  #done = 0;
  #gatewayCount = 0;
  readonly #kept = new Map<DifferenceKind, number>();

  constructor(
    readonly em: EntityManager,
    readonly id: string,
    readonly startedAt: Date,
  ) {}

  /** Compares all that there is; the gateway, which has a time of its own, for so many milliseconds. */
  async steps(scope: Scope, time: number): Promise<void> {
    const kinds = Object.keys(comparisons) as DifferenceKind[];
    const gateway = findGateway();
    const inAll = kinds.length + (gateway ? 2 : 0);
    for (const kind of kinds)
      await this.#attempt(async () => {
        // Whoever is at it says so before each: one may take half of what a run is held for.
        await this.#keep(kind, [], { scope, inAll, isDone: false });
        const found = await compareWithin(this.em.fork(), kind, scope);
        await this.#keep(kind, found, { scope, inAll, isDone: true });
      });
    if (!gateway) return;
    await this.#attempt(async () => {
      const deadline = Date.now() + time;
      for (const [step, compare] of [
        ["GATEWAY_PAYMENTS", comparePayments],
        ["GATEWAY_REFUNDS", compareRefunds],
      ] as const) {
        const pages = compare(this.em.fork(), gateway, scope);
        let page = await pages.next();
        for (; !page.done; page = await pages.next()) {
          this.#gatewayCount += page.value.count;
          await this.#keep(step, page.value.differences, { scope, inAll, isDone: false });
          if (Date.now() > deadline) {
            this.isWhole = false;
            return;
          }
        }
        if (!page.value.isWhole) this.isWhole = false;
        await this.#keep(step, [], { scope, inAll, isDone: true });
      }
    });
  }

  /** Does a part of the run. What fails in it leaves the others to be done, and the run is not whole. */
  async #attempt(part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      if (error instanceof RunTakenError) throw error;
      this.isWhole = false;
      if (!(error instanceof GatewayUnavailableError)) this.faults.push(error);
    }
  }

  async #keep(
    step: string,
    found: readonly FoundDifference[],
    { scope, inAll, isDone }: { readonly scope: Scope; readonly inAll: number; readonly isDone: boolean },
  ): Promise<void> {
    if (isDone) this.#done += 1;
    await this.em.fork().transactional(async (em) => {
      const { id, startedAt } = this;
      const progress = { step, done: this.#done, inAll, gatewayCount: this.#gatewayCount, startedAt };
      if (!(await report(em, id, progress)))
        throw new RunTakenError("Somebody else has begun this reconciliation anew.");
      for (const { kind, subjectId, invoiceId, expected, found: foundAmount, currency } of found) {
        const kept = this.#kept.get(kind) ?? 0;
        this.#kept.set(kind, kept + 1);
        if (kept >= scope.most) {
          this.isWhole = false;
          continue;
        }
        const amounts = { expectedAmount: expected, foundAmount, currency };
        em.create(DifferenceRow, { reconciliationId: id, kind, subjectId, invoiceId, ...amounts } as never);
      }
    });
  }
}
