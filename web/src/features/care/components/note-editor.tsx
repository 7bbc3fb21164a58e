import { Button, Skeleton, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCloudCheck, IconCloudOff, IconCloudUp, IconSignature } from "@tabler/icons-react";
import { useId, useState } from "react";
import { SignVisitNoteDocument, type VisitNoteRowFragment } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import type { NoteSession, NoteSnapshot } from "../note-session.ts";
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

/** It is plain text, as the server keeps it. */
function NoteWriting({ patientId, appointmentId, draft, signed, onSigned }: NoteEditorProps) {
  const { t } = useTranslation("record");
  const session = useNoteSession({ patientId, appointmentId, draft });
  const note = useNoteSnapshot(session);
  const [asked, setAsked] = useState(false);
  const signing = useDialog<string>();
  const empty = note.text.trim() === "";

  if (signed && empty && !asked) {
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
      <Textarea
        aria-label={t("notes.editor")}
        placeholder={t("notes.placeholder")}
        autosize
        minRows={9}
        maxRows={28}
        maxLength={limits.DraftVisitNoteInput.text.max}
        value={note.text}
        onChange={(event) => session.type(event.currentTarget.value)}
        onBlur={() => void session.flush()}
      />
      <div className={styles.foot}>
        <NoteProblem note={note} onRetry={() => void session.flush()} />
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
          onSigned={() => {
            session.begin();
            setAsked(false);
            onSigned();
          }}
        />
      )}
    </Card>
  );
}

const glyphs = {
  idle: null,
  typing: IconCloudUp,
  saving: IconCloudUp,
  saved: IconCloudCheck,
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
      <p className={styles.text}>{theirs}</p>
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
      <p className={styles.text}>{text}</p>
    </DialogFrame>
  );
}
