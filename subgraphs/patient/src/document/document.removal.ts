import { removeLater } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { DocumentRow } from "./document.entity.ts";
import { checkedFiles, removeUpload } from "./document.files.ts";
import { takingRoom } from "./document.state.ts";
import { giveRoomBack } from "./document.usage.ts";

/** Has the files of documents removed that go, once they are gone, and what is still sent for them; nobody else could open them by then. */
export async function removeWithFiles(em: EntityManager, rows: readonly object[]): Promise<void> {
  const documents = rows as readonly DocumentRow[];
  for (const row of documents) {
    removeUpload(em, row);
    if (row.fileId) removeLater(em, checkedFiles(row.fileId));
  }
  // What was given up or refused takes no room any more.
  const counted = documents.filter(({ state }) => takingRoom.includes(state));
  await giveRoomBack(
    em,
    counted.reduce((sum, { size }) => sum + size, 0),
  );
}
