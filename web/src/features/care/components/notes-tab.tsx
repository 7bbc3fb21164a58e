import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { PatientNotesDocument, type PatientNotesQuery } from "../../../graphql/graphql.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Stack } from "../../../ui/layout/columns.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { MoreButton } from "../../../ui/table/more-button.tsx";
import { NoteEditor } from "./note-editor.tsx";
import { NoteList } from "./note-list.tsx";

const selectNotes = (data: PatientNotesQuery) => data.patient?.visitNotes ?? null;

/** What was written of the patient, the latest first; whoever treats them writes notes that belong to no visit here. */
export function NotesTab() {
  const { t } = useTranslation("record");
  const viewer = useViewer();
  const { id, archived, own } = useOpenPatient();
  const [errors, setErrors] = useState(false);
  const pages = usePages(PatientNotesDocument, { id, filter: { enteredInError: errors } }, selectNotes);
  useReturnRefresh(pages.refresh);
  // The notes of the other choice are not shown as those of this one, nor is a draft looked for among them.
  const loaded = pages.totalCount !== null && pages.current;
  const writes = !own && !archived && mayWithRecords(viewer, "changeHistory");
  const draft = pages.rows.find(
    ({ status, authorId, appointment }) => status === "DRAFT" && authorId === viewer.id && appointment === null,
  );
  const shown = pages.rows.filter((note) => note !== draft);

  return (
    <Stack>
      {writes && loaded && !errors && (
        <NoteEditor
          patientId={id}
          appointmentId={null}
          fresh={!pages.refreshing}
          draft={draft ?? null}
          signed
          onSigned={pages.refresh}
        />
      )}
      {!own && (
        <SegmentedControl
          style={{ justifySelf: "start" }}
          aria-label={t("notes.which")}
          value={errors ? "1" : "0"}
          onChange={(value) => setErrors(value === "1")}
          data={[
            { value: "0", label: t("notes.current") },
            { value: "1", label: t("notes.inError") },
          ]}
        />
      )}
      <Answered
        value={loaded ? shown : null}
        fetching={pages.loading || !pages.current}
        onRetry={pages.retry}
        skeleton={[180, 180, 180]}
      >
        {(notes) => (
          <Card title={t("parts.notes")} flush>
            {notes.length === 0 ? (
              <EmptyState text={t(errors ? "notes.noErrors" : "notes.empty")} />
            ) : (
              <NoteList notes={notes} onChanged={pages.refresh} />
            )}
            <MoreButton pages={pages} />
          </Card>
        )}
      </Answered>
    </Stack>
  );
}
