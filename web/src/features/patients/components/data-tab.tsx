import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { Stack } from "../../../ui/layout/columns.tsx";
import { ErasureCard } from "./erasure-card.tsx";
import { ExportCard } from "./export-card.tsx";

/** What becomes of all that is known of the patient: given out whole, or erased. */
export function DataTab() {
  const viewer = useViewer();
  return (
    <Stack>
      <ExportCard />
      {mayWithRecords(viewer, "erase") && <ErasureCard />}
    </Stack>
  );
}
