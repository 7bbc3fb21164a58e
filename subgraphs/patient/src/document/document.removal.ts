import { removeLater } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { DocumentRow } from "./document.entity.ts";
import { filesOf } from "./document.files.ts";
import { DocumentState } from "./document.state.ts";
import { giveRoomBack } from "./document.usage.ts";

/** Has the files of documents removed that go, once they are gone; nobody else could open them by then. */
export async function removeWithFiles(em: EntityManager, rows: readonly object[]): Promise<void> {
  const documents = rows as readonly DocumentRow[];
  removeLater(em, documents.flatMap(filesOf));
  // What was given up or refused takes no room any more.
  const counted = documents.filter(({ state }) => takingRoom.has(state));
  await giveRoomBack(
    em,
    counted.reduce((sum, { size }) => sum + size, 0),
  );
}

const takingRoom: ReadonlySet<DocumentState> = new Set([
  DocumentState.AWAITING_UPLOAD,
  DocumentState.QUARANTINED,
  DocumentState.AVAILABLE,
]);
