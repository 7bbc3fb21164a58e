import { ActionIcon } from "@mantine/core";
import { IconDots, IconFlag, IconMessagePlus } from "@tabler/icons-react";
import {
  AddVisitNoteAddendumDocument,
  MarkVisitNoteEnteredInErrorDocument,
  type VisitNoteRowFragment,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { NoteText } from "../rich-text/note-text.tsx";
import styles from "./notes.module.css";

interface NoteListProps {
  readonly notes: readonly VisitNoteRowFragment[];
  /** Long ones are opened by whoever wants to read them. */
  readonly folded?: boolean;
  readonly onChanged: () => void;
}

/** Notes as they were signed, with what was added to them since. */
export function NoteList({ notes, folded = false, onChanged }: NoteListProps) {
  const { t } = useTranslation("record");
  const adding = useDialog<VisitNoteRowFragment>();
  const marking = useDialog<VisitNoteRowFragment>();
  const add = useCommand(AddVisitNoteAddendumDocument, (data) => data.addVisitNoteAddendum);
  const mark = useCommand(MarkVisitNoteEnteredInErrorDocument, (data) => data.markVisitNoteEnteredInError);
  return (
    <>
      <ul className={styles.list} aria-label={t("parts.notes")}>
        {notes.map((note) => (
          <li key={note.id} className={styles.note}>
            <Note note={note} folded={folded} onAdd={adding.open} onMark={marking.open} />
          </li>
        ))}
      </ul>
      {adding.dialog && (
        <ReasonDialog
          key={adding.dialog.key}
          title={t("notes.addendumTitle")}
          label={t("notes.addendum")}
          limit={limits.AddVisitNoteAddendumInput.text}
          draft={`addendum:${adding.dialog.subject.id}`}
          confirm={t("notes.add")}
          opened={adding.dialog.opened}
          onClose={adding.dialog.onClose}
          send={(text) => add.send({ id: adding.dialog?.subject.id ?? "", text })}
          onDone={onChanged}
        >
          <p>{t("notes.addendumText")}</p>
        </ReasonDialog>
      )}
      {marking.dialog && (
        <ReasonDialog
          key={marking.dialog.key}
          title={t("notes.markTitle")}
          label={t("reason")}
          limit={limits.MarkVisitNoteEnteredInErrorInput.reason}
          draft={`note-error:${marking.dialog.subject.id}`}
          confirm={t("notes.mark")}
          danger
          opened={marking.dialog.opened}
          onClose={marking.dialog.onClose}
          send={(reason) => mark.send({ id: marking.dialog?.subject.id ?? "", reason })}
          onDone={onChanged}
        >
          <p>{t("notes.markText")}</p>
        </ReasonDialog>
      )}
    </>
  );
}

interface NoteProps {
  readonly note: VisitNoteRowFragment;
  readonly folded: boolean;
  readonly onAdd: (note: VisitNoteRowFragment) => void;
  readonly onMark: (note: VisitNoteRowFragment) => void;
}

function Note({ note, folded, onAdd, onMark }: NoteProps) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const viewer = useViewer();
  const own = note.authorId === viewer.id;
  const by = (writer: Pick<VisitNoteRowFragment, "authorId" | "provider">) =>
    writer.provider?.fullName ?? (writer.authorId === viewer.id ? t("notes.you") : t("notes.staff"));
  const at = note.signedAt ?? note.writtenAt;
  const title = t("notes.by", { name: by(note), day: format.day(at), time: format.time(at) });
  const body = (
    <>
      {note.status === "ENTERED_IN_ERROR" && <p className={styles.problem}>{note.errorReason}</p>}
      <NoteText text={note.text ?? t("notes.noText")} />
      {note.addenda.map((addendum) => (
        <div key={addendum.id} className={styles.addendum}>
          <p className={styles.meta}>
            {t("notes.addedBy", {
              name: by(addendum),
              day: format.day(addendum.addedAt),
              time: format.time(addendum.addedAt),
            })}
          </p>
          <NoteText text={addendum.text ?? t("notes.noText")} />
        </div>
      ))}
    </>
  );
  const about = note.appointment && (
    <p className={styles.meta}>
      {t("notes.about", {
        day: format.day(note.appointment.startsAt),
        reason: note.appointment.reason || t("consultation.noReason"),
      })}
    </p>
  );
  return (
    <article aria-label={title}>
      <header className={styles.head}>
        <div className={styles.who}>
          <h3>{title}</h3>
          {about}
        </div>
        {note.status === "ENTERED_IN_ERROR" && <Badge tone="red" label={t("notes.inError")} />}
        {note.status === "DRAFT" && <Badge tone="amber" label={t("notes.draft")} />}
        {note.status === "SIGNED" && mayWithRecords(viewer, "changeHistory") && (
          <Menu
            width={230}
            button={(button) => (
              <ActionIcon
                {...button}
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t("actionsFor", { name: title })}
              >
                <IconDots size={18} stroke={1.8} aria-hidden />
              </ActionIcon>
            )}
          >
            <MenuItem icon={IconMessagePlus} onSelect={() => onAdd(note)}>
              {t("notes.addendumTitle")}
            </MenuItem>
            {own && (
              <MenuItem icon={IconFlag} danger onSelect={() => onMark(note)}>
                {t("notes.mark")}
              </MenuItem>
            )}
          </Menu>
        )}
      </header>
      {folded ? (
        <details className={styles.folded}>
          <summary>{t("notes.read")}</summary>
          {body}
        </details>
      ) : (
        body
      )}
    </article>
  );
}
