import { type CommandContext, inEachOrganization, type RecurringTask, removeLater, runCommand } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { DocumentRow } from "./document.entity.ts";
import { documentChanged } from "./document.events.ts";
import { removePromptly, uploadOf } from "./document.files.ts";
import { documentSettings } from "./document.settings.ts";
import { DocumentState, stateAfter } from "./document.state.ts";
import { giveRoomBack } from "./document.usage.ts";
import { organizationsWithUploads } from "./due.query.ts";

/** By then whatever was under way when a link ended has arrived, in milliseconds. */
const arrival = 10 * 60_000;
/** So long after its link ended, a document that nobody completed is given up. */
const patience = 24 * 3_600_000;
const batchSize = 50;

const clearing = { action: "document.clear", entityType: "Document" };

/** Gives up what nobody completes, and removes what was sent once it was checked, or too late. */
export const documentUploadTask: RecurringTask = {
  name: "document-uploads",
  everySeconds: 300,
  async run(services) {
    const now = Date.now();
    const organizationIds = await organizationsWithUploads(services.orm, new Date(now - arrival));
    await inEachOrganization(services, "document-uploads", organizationIds, (context) => clearSome(context, now));
    await documentSettings().store.removeUnfinished(new Date(now - patience));
  },
};

/** @returns whether there may be more */
async function clearSome(context: CommandContext, now: number): Promise<boolean> {
  const isMore = await runCommand(context, clearing, async (unit) => {
    const rows = await unit.em.find(
      DocumentRow,
      {
        uploadClearedAt: null,
        $or: [
          { state: DocumentState.AWAITING_UPLOAD, uploadEndsAt: { $lte: new Date(now - patience) } },
          {
            state: { $in: [DocumentState.AVAILABLE, DocumentState.REJECTED] },
            uploadEndsAt: { $lte: new Date(now - arrival) },
          },
        ],
      },
      { orderBy: { uploadEndsAt: "asc" }, limit: batchSize, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    removeLater(unit.em, rows.map(uploadOf));
    for (const row of rows) {
      row.uploadClearedAt = new Date(now);
      if (row.state !== DocumentState.AWAITING_UPLOAD) continue;
      row.state = stateAfter("abandon", row.state);
      await giveRoomBack(unit.em, row.size);
      unit.touch(row.id, String(row.patientId));
      unit.emit(() => documentChanged(row));
    }
    return rows.length === batchSize;
  });
  await removePromptly(context);
  return isMore;
}
