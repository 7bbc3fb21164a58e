import { Button, Skeleton, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCloudCheck, IconCloudOff, IconCloudUp, IconSignature, IconTrash } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import {
  MarkVisitNoteEnteredInErrorDocument,
  SignVisitNoteDocument,
  type VisitNoteRowFragment,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import type { NoteSession, NoteSnapshot } from "../note-session.ts";
import { NoteText } from "../rich-text/note-text.tsx";
import { NoteToolbar, onMarkKey } from "../rich-text/note-toolbar.tsx";
import { useNoteSession, useNoteSnapshot } from "../use-note-session.ts";
import styles from "./notes.module.css";

interface NoteEditorProps {
  readonly patientId: string;
  readonly appointmentId: string | null;
  readonly draft: VisitNoteRowFragment | null;
  /** Whether there is a note that was signed: another one is begun only by whoever asks for it. */
  readonly signed: boolean;
  readonly onSigned: () => void;
}

/**
 * The reader's note as it is being written, from the first answer on that is as new as can be had: what was seen before may
 * lack the draft, and whoever wrote over that would begin a second one.
 */
export function NoteEditor({ fresh, ...note }: NoteEditorProps & { readonly fresh: boolean }) {
  const [begun, setBegun] = useState(fresh);
  if (fresh && !begun) {
    setBegun(true);
  }
  return begun ? <NoteWriting {...note} /> : <Skeleton height={320} radius={12} />;
}

/** It is text with a few marks, as the server keeps it; the preview shows what they make of it. */
function NoteWriting({ patientId, appointmentId, draft, signed, onSigned }: NoteEditorProps) {
  const { t } = useTranslation("record");
  const session = useNoteSession({ patientId, appointmentId, draft });
  const note = useNoteSnapshot(session);
  const [asked, setAsked] = useState(false);
  const [shown, setShown] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const signing = useDialog<string>();
  const discarding = useDialog<null>();
  const discard = useCommand(MarkVisitNoteEnteredInErrorDocument, (data) => data.markVisitNoteEnteredInError);
  const draftId = session.saved()?.id;
  const empty = note.text.trim() === "";

  /** The draft is none any more. */
  function goOn(): void {
    session.begin();
    setShown(false);
    setAsked(false);
    onSigned();
  }

  if (signed && empty && !asked && draftId === undefined) {
    return (
      <Button className={styles.another ?? ""} variant="default" onClick={() => setAsked(true)}>
        {t("notes.another")}
      </Button>
    );
  }
  return (
    <Card title={t("notes.editor")} subtitle={t("notes.editorText")} aside={<SavingState note={note} />}>
      {note.restored && note.saving !== "conflict" && <p className={styles.restored}>{t("notes.restored")}</p>}
      {note.theirs !== null && note.saving === "conflict" && <Conflict session={session} theirs={note.theirs.text} />}
      <NoteToolbar field={field} onType={session.type} shown={shown} onShow={setShown} />
      {shown && (
        <section className={styles.preview} aria-label={t("notes.marks.preview")}>
          <NoteText text={note.text} />
        </section>
      )}
      <Textarea
        ref={field}
        display={shown ? "none" : undefined}
        aria-label={t("notes.editor")}
        placeholder={t("notes.placeholder")}
        autosize
        minRows={9}
        maxRows={28}
        maxLength={limits.DraftVisitNoteInput.text.max}
        value={note.text}
        onChange={(event) => session.type(event.currentTarget.value)}
        onKeyDown={(event) => onMarkKey(event, session.type)}
        onBlur={() => void session.flush()}
      />
      <div className={styles.foot}>
        <NoteProblem note={note} onRetry={() => void session.flush()} />
        {draftId !== undefined && note.saving !== "conflict" && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={17} stroke={1.7} aria-hidden />}
            onClick={() => discarding.open(null)}
          >
            {t("notes.discard")}
          </Button>
        )}
        <Button
          disabled={empty || note.saving === "conflict"}
          leftSection={<IconSignature size={17} stroke={1.7} aria-hidden />}
          onClick={() => signing.open(note.text)}
        >
          {t("notes.sign")}
        </Button>
      </div>
      {signing.dialog && (
        <SignDialog
          key={signing.dialog.key}
          opened={signing.dialog.opened}
          onClose={signing.dialog.onClose}
          text={signing.dialog.subject}
          session={session}
          onSigned={goOn}
        />
      )}
      {discarding.dialog && (
        <ReasonDialog
          key={discarding.dialog.key}
          title={t("notes.discardTitle")}
          label={t("reason")}
          limit={limits.MarkVisitNoteEnteredInErrorInput.reason}
          draft={`discard-note:${draftId}`}
          confirm={t("notes.discard")}
          danger
          opened={discarding.dialog.opened}
          onClose={discarding.dialog.onClose}
          send={async (reason) => {
            const saved = session.saved();
            return saved && discard.send({ id: saved.id, expectedVersion: saved.version, reason });
          }}
          onDone={goOn}
        >
          <p>{t("notes.discardText")}</p>
        </ReasonDialog>
      )}
    </Card>
  );
}

const glyphs = {
  idle: null,
  typing: IconCloudUp,
  saving: IconCloudUp,
  saved: IconCloudCheck,
  emptied: IconCloudOff,
  failed: IconCloudOff,
  refused: IconCloudOff,
  conflict: IconCloudOff,
} as const;

// Read out when it changes for good, not with every letter.
function SavingState({ note: { saving } }: { note: NoteSnapshot }) {
  const { t } = useTranslation("record");
  const Glyph = glyphs[saving];
  return (
    <span className={styles.saving} data-saving={saving}>
      {Glyph && <Glyph size={16} stroke={1.7} aria-hidden />}
      <span role="status">{saving === "idle" || saving === "typing" ? "" : t(`notes.saving.${saving}`)}</span>
      {saving === "typing" && <span>{t("notes.saving.typing")}</span>}
    </span>
  );
}

function NoteProblem({ note, onRetry }: { note: NoteSnapshot; onRetry: () => void }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  if (note.saving === "failed") {
    return (
      <p className={styles.problem}>
        {t("notes.failed")}{" "}
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {common("common.retry")}
        </Button>
      </p>
    );
  }
  if (note.saving === "emptied") {
    return <p className={styles.problem}>{t("notes.emptied")}</p>;
  }
  return note.refusal === null ? (
    <span />
  ) : (
    <p role="alert" className={styles.problem}>
      {refusalText(note.refusal, common)}
    </p>
  );
}

function Conflict({ session, theirs }: { session: NoteSession; theirs: string }) {
  const { t } = useTranslation("record");
  const title = useId();
  return (
    <section aria-labelledby={title} className={styles.conflict}>
      <h3 id={title}>{t("notes.conflict")}</h3>
      <NoteText text={theirs} />
      <div className={styles.choices}>
        <Button size="xs" variant="default" onClick={session.takeTheirs}>
          {t("notes.takeTheirs")}
        </Button>
        <Button size="xs" onClick={session.keepMine}>
          {t("notes.keepMine")}
        </Button>
      </div>
    </section>
  );
}

interface SignDialogProps {
  readonly text: string;
  readonly session: NoteSession;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onSigned: () => void;
}

function SignDialog({ text, session, opened, onClose, onSigned }: SignDialogProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const { send } = useCommand(SignVisitNoteDocument, (data) => data.signVisitNote);
  const [problem, setProblem] = useState<string>();
  const [signing, setSigning] = useState(false);

  async function sign(): Promise<void> {
    setSigning(true);
    setProblem(undefined);
    const saved = await session.flush();
    const outcome = saved && (await send({ id: saved.id, expectedVersion: saved.version }));
    setSigning(false);
    if (outcome === null) {
      setProblem(t("notes.notSaved"));
    } else if (outcome.kind === "unknown") {
      setProblem(common("commands.unknown", { action: t("notes.sign") }));
    } else if (outcome.kind === "refused") {
      setProblem(outcome.errors.map((error) => refusalText(error, common)).join(" "));
    } else {
      notifications.show({ color: "green", message: t("notes.signed") });
      onClose();
      onSigned();
    }
  }

  return (
    <DialogFrame
      title={t("notes.signTitle")}
      subtitle={t("notes.signText")}
      size={640}
      opened={opened}
      onClose={onClose}
      onSubmit={() => void sign()}
      problem={problem}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("notes.goOn")}
          </Button>
          <Button type="submit" loading={signing} data-autofocus>
            {t("notes.sign")}
          </Button>
        </>
      }
    >
      <NoteText text={text} />
    </DialogFrame>
  );
}
