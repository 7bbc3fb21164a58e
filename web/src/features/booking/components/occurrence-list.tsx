import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Skeleton } from "@mantine/core";
import { useId } from "react";
import { useFormat } from "../../../lib/format/use-format.ts";
import type { Translate } from "../../../lib/i18n/texts.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { SmallError } from "../../../ui/state/small-error.tsx";
import { keptOf } from "../booking.schema.ts";
import type { SeriesPreview } from "../use-occurrences.ts";
import styles from "./series-fields.module.css";

interface OccurrenceListProps {
  readonly preview: SeriesPreview;
  readonly leftOut: readonly string[];
  readonly onLeftOut: (leftOut: string[]) => void;
  readonly problem: string | undefined;
  /** @param kept how many of them are possible and wanted */
  readonly title: (kept: number, all: number) => string;
  /** As long as nothing can be asked. */
  readonly hint: string;
}

/** The visits that a rule comes to: which of them are possible, to choose those that are wanted. */
export function OccurrenceList({ preview, leftOut, onLeftOut, problem: error, title, hint }: OccurrenceListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleId = useId();
  const { occurrences, loading, failed, refresh } = preview;
  const problem = error !== undefined && (
    <p role="alert" className={styles.error}>
      {error}
    </p>
  );
  if (loading) {
    return (
      <div>
        {problem}
        <div role="status" aria-label={t("common.loading")}>
          <Skeleton height={120} radius={10} />
        </div>
      </div>
    );
  }
  if (failed) {
    return (
      <div>
        {problem}
        <SmallError onRetry={refresh} />
      </div>
    );
  }
  if (occurrences === null) {
    return (
      <div>
        {problem}
        <p className={styles.hint}>{hint}</p>
      </div>
    );
  }
  return (
    <div>
      <p id={titleId} className={styles.title} role="status">
        {title(keptOf(occurrences, leftOut).length, occurrences.length)}
      </p>
      {problem}
      {occurrences.length > 0 && (
        <ul aria-labelledby={titleId} className={styles.list}>
          {occurrences.map(({ startsAt, conflict }) => (
            <li key={startsAt} className={styles.visit} data-conflict={conflict !== null || undefined}>
              <Checkbox
                size="sm"
                checked={conflict === null && !leftOut.includes(startsAt)}
                disabled={conflict !== null}
                onChange={({ currentTarget: { checked } }) =>
                  onLeftOut(checked ? leftOut.filter((one) => one !== startsAt) : [...leftOut, startsAt])
                }
                label={
                  <time dateTime={startsAt}>
                    {format.day(startsAt, { weekday: "short", day: "numeric", month: "short", year: "numeric" })},{" "}
                    {format.time(startsAt)}
                  </time>
                }
                description={conflict === null ? undefined : conflictText(conflict, t)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const explained = [
  "SLOT_TAKEN",
  "PATIENT_BUSY",
  "OUTSIDE_AVAILABILITY",
  "PROVIDER_FULL",
  "PROVIDER_NOT_LICENSED",
  "IN_THE_PAST",
] as const;

/** Why a visit of a series cannot be, in few words. */
function conflictText(code: string, t: Translate): string {
  return t(`booking.series.conflicts.${explained.find((known) => known === code) ?? "other"}`);
}
