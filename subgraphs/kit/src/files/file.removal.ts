import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { inEachOrganization } from "../tasks/each.organization.ts";
import type { RecurringTask } from "../tasks/recurring.task.ts";
import type { FileKey, FileStore } from "./file.store.ts";
import { FileRemoval } from "./file-removal.entity.ts";
import { organizationsWithRemovals } from "./removal.query.ts";

/** As many are taken on at once. */
const atOnce = 20;
/** After so long what failed is tried again, then after twice as long, up to the longest, in milliseconds. */
const firstPause = 60_000;
const longestPause = 6 * 3_600_000;

/**
 * Has files removed, from `from` on, once the open transaction of `em` has committed: whoever crashes then leaves behind that
 * it is to be done. What may not be there is named, too: to remove it does nothing.
 */
export function removeLater(em: EntityManager, keys: readonly FileKey[], from = new Date()): void {
  for (const { area, id } of keys) em.create(FileRemoval, { area, fileId: id, dueAt: from } as never);
}

/**
 * Takes back, in the open transaction, that files are to be removed: so what is written to the store is named beforehand, and
 * kept once somebody knows it.
 * @returns whether all of them are still there; false when somebody has set about one
 */
export async function keepAfterAll(em: EntityManager, keys: readonly FileKey[]): Promise<boolean> {
  let kept = 0;
  for (const { area, id } of keys)
    kept += await em.nativeDelete(FileRemoval, { area, fileId: id, attempts: 0 } as never);
  return kept === keys.length;
}

/**
 * Removes what is due in the organization that `em` is bound to. No transaction is open while the store is at it; what fails,
 * or is cut short, is tried again later.
 * @returns whether there may be more
 */
export async function removeDue(em: EntityManager, store: FileStore): Promise<boolean> {
  const taken = await em.fork().transactional(async (transaction) => {
    const now = Date.now();
    const rows = await transaction.find(
      FileRemoval,
      { dueAt: { $lte: new Date(now) } },
      { orderBy: { dueAt: "asc" }, limit: atOnce, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    for (const row of rows) {
      row.dueAt = new Date(now + Math.min(firstPause * 2 ** row.attempts, longestPause));
      row.attempts += 1;
    }
    return rows;
  });
  const faults: unknown[] = [];
  for (const { id, area, fileId } of taken) {
    try {
      await store.remove({ area, id: fileId });
      await em.fork().nativeDelete(FileRemoval, { id });
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
  return taken.length === atOnce;
}

/** Removes what is due from the store that is in use then. */
export function fileRemovalTask(store: () => FileStore): RecurringTask {
  return {
    name: "file-removal",
    everySeconds: 15,
    async run(services) {
      const organizationIds = await organizationsWithRemovals(services.orm, new Date());
      await inEachOrganization(services, "file-removal", organizationIds, ({ em }) => removeDue(em, store()));
    },
  };
}
