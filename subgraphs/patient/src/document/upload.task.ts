import { type CommandContext, inEachOrganization, type RecurringTask, runCommand } from "@careconnect/kit";
import { type FilterQuery, LockMode } from "@mikro-orm/core";
import { DocumentRow } from "./document.entity.ts";
import { documentChanged } from "./document.events.ts";
import { removePromptly, removeUpload } from "./document.files.ts";
import { documentSettings } from "./document.settings.ts";
import { DocumentState, stateAfter } from "./document.state.ts";
import { giveRoomBack } from "./document.usage.ts";
import { organizationsWithUploads } from "./due.query.ts";

/** So long after its link ended, what was sent can be completed; then the room that it took is given back, in milliseconds. */
const patience = 5 * 60_000;
/** So long after it was last tried, what could not be scanned is given up, in milliseconds: it lies as it was sent. */
const scanPatience = 7 * 24 * 3_600_000;
/** What a process was writing so long ago, it writes no more. */
const unfinished = 24 * 3_600_000;
const batchSize = 50;

const clearing = { action: "document.clear", entityType: "Document" };

/** Gives up what nobody sends or completes, and what nobody scans. */
export const documentUploadTask: RecurringTask = {
  name: "document-uploads",
  everySeconds: 60,
  async run(services) {
    const now = Date.now();
    const [ended, tried] = [new Date(now - patience), new Date(now - scanPatience)];
    const organizationIds = await organizationsWithUploads(services.orm, ended, tried);
    await inEachOrganization(services, "document-uploads", organizationIds, (context) =>
      giveUpSome(context, {
        $or: [
          { state: DocumentState.AWAITING_UPLOAD, uploadEndsAt: { $lte: ended } },
          { state: DocumentState.UNSCANNABLE, updatedAt: { $lte: tried } },
        ],
      }),
    );
    await documentSettings().store.removeUnfinished(new Date(now - unfinished));
  },
};

/** @returns whether there may be more */
async function giveUpSome(context: CommandContext, due: FilterQuery<DocumentRow>): Promise<boolean> {
  const isMore = await runCommand(context, clearing, async (unit) => {
    const rows = await unit.em.find(DocumentRow, due, {
      orderBy: { uploadEndsAt: "asc" },
      limit: batchSize,
      lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
    });
    for (const row of rows) {
      row.state = stateAfter("abandon", row.state);
      removeUpload(unit.em, row);
      await giveRoomBack(unit.em, row.size);
      unit.touch(row.id, String(row.patientId));
      unit.emit(() => documentChanged(row));
    }
    return rows.length === batchSize;
  });
  await removePromptly(context);
  return isMore;
}
