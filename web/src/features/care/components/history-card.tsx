import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { openFirst } from "../open-entries.ts";
import styles from "./history-card.module.css";

interface HistoryCardProps<Entry> {
  readonly title: string;
  readonly empty: string;
  /** Null for whoever may not know, and while it is not available. */
  readonly entries: readonly Entry[] | null;
  readonly since: (entry: Entry) => string | null;
  readonly addLabel: string;
  /** Absent for whoever may not add to it. */
  readonly onAdd?: (() => void) | undefined;
  readonly children: (entry: Entry) => ReactNode;
}

/** A part of a patient's history: what is so now, and what was on demand. */
export function HistoryCard<Entry extends { readonly id: string; readonly status: string }>({
  title,
  empty,
  entries,
  since,
  addLabel,
  onAdd,
  children,
}: HistoryCardProps<Entry>) {
  const { t } = useTranslation("record");
  const [all, setAll] = useState(false);
  const sorted = openFirst(entries ?? [], since);
  const open = sorted.filter(({ status }) => status === "ACTIVE");
  const over = sorted.length - open.length;
  return (
    <Card
      title={title}
      flush
      aside={
        onAdd && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            aria-label={addLabel}
            onClick={onAdd}
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
        <Entries label={title}>{(all ? sorted : open).map(children)}</Entries>
      )}
      {over > 0 && (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("history.fewer") : t("history.over", { count: over })}
        </button>
      )}
    </Card>
  );
}
