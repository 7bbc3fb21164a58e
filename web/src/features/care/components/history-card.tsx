import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useState } from "react";
import type { CalendarDate } from "../../../lib/format/calendar-date.ts";
import type { Outcome } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { EndDialog } from "../../../ui/dialog/end-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { openFirst } from "../open-entries.ts";
import type { HistoryDialogProps } from "./entry-dialog.tsx";
import { EntryMenu } from "./entry-menu.tsx";
import styles from "./history-card.module.css";
import { useMayWrite } from "./use-may-write.ts";

export interface HistoryPatient {
  readonly id: string;
  readonly name: string;
}

export interface HistoryEntry {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly display: string;
}

/** What a card of one kind of entries is given. */
export interface EntriesProps<Row> {
  readonly patient: HistoryPatient;
  /** Null for whoever may not know, and while it is not available. */
  readonly entries: readonly Row[] | null;
  readonly onChanged: () => void;
}

interface HistoryCardProps<Row> extends EntriesProps<Row> {
  readonly title: string;
  readonly empty: string;
  readonly addLabel: string;
  readonly since: (entry: Row) => string | null;
  readonly detail: (entry: Row) => string;
  readonly badge: (entry: Row) => ReactNode;
  /** Writes one down, or corrects it. */
  readonly Dialog: ComponentType<HistoryDialogProps<Row>>;
  readonly end: {
    readonly label: string;
    readonly question: (name: string) => string;
    readonly send: (
      entry: { readonly id: string; readonly expectedVersion: number },
      day: CalendarDate,
    ) => Promise<Outcome<unknown> | null>;
  };
}

/** A part of a patient's history: what is so now, and what was on demand. */
export function HistoryCard<Row extends HistoryEntry>(props: HistoryCardProps<Row>) {
  const { patient, entries, onChanged, title, empty, addLabel, since, detail, badge, Dialog, end } = props;
  const { t } = useTranslation("record");
  const writes = useMayWrite();
  const editing = useDialog<Row | null>();
  const ending = useDialog<Row>();
  const [all, setAll] = useState(false);
  const sorted = openFirst(entries ?? [], since);
  const open = sorted.filter(({ status }) => status === "ACTIVE");
  const over = sorted.length - open.length;
  return (
    <>
      <Card
        title={title}
        flush
        aside={
          writes && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
              aria-label={addLabel}
              onClick={() => editing.open(null)}
            >
              {t("add")}
            </Button>
          )
        }
      >
        {entries === null ? (
          <EmptyState text={t("history.hidden")} />
        ) : open.length === 0 && !all ? (
          <EmptyState text={empty} />
        ) : (
          <Entries label={title}>
            {(all ? sorted : open).map((entry) => (
              <Entry
                key={entry.id}
                title={entry.display}
                detail={detail(entry)}
                end={badge(entry)}
                actions={
                  writes && (
                    <EntryMenu
                      name={entry.display}
                      endLabel={end.label}
                      onEdit={() => editing.open(entry)}
                      onEnd={entry.status === "ACTIVE" ? () => ending.open(entry) : undefined}
                    />
                  )
                }
              />
            ))}
          </Entries>
        )}
        {over > 0 && (
          <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("history.fewer") : t("history.over", { count: over })}
          </button>
        )}
      </Card>
      {editing.dialog && <Dialog {...editing.dialog} key={editing.dialog.key} patient={patient} onDone={onChanged} />}
      {ending.dialog && (
        <EndDialog
          key={ending.dialog.key}
          title={end.question(ending.dialog.subject.display)}
          label={t("history.since")}
          confirm={end.label}
          draft={`end:${ending.dialog.subject.id}`}
          opened={ending.dialog.opened}
          onClose={ending.dialog.onClose}
          send={(day) => {
            const { id, version } = ending.dialog?.subject ?? { id: "", version: 0 };
            return end.send({ id, expectedVersion: version }, day);
          }}
          onAnswer={onChanged}
        />
      )}
    </>
  );
}
