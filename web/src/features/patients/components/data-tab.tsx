import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { Stack } from "../../../ui/layout/columns.tsx";
import { ErasureCard } from "./erasure-card.tsx";
import { ExportCard } from "./export-card.tsx";
import { RestrictionCard } from "./restriction-card.tsx";

/** What becomes of all that is known of the patient: given out whole, kept and not used, or erased. */
export function DataTab() {
  const viewer = useViewer();
  return (
    <Stack>
      <ExportCard />
      {mayWithRecords(viewer, "restrict") && <RestrictionCard />}
      {mayWithRecords(viewer, "erase") && <ErasureCard />}
    </Stack>
  );
}
