import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Select, Skeleton, TextInput } from "@mantine/core";
import { useId } from "react";
import { useFormat } from "../../../lib/format/use-format.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import type { Translate } from "../../../lib/i18n/texts.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { SmallError } from "../../../ui/state/small-error.tsx";
import { type BookingValues, keptOf } from "../booking.schema.ts";
import { repetitions } from "../repetition.ts";
import type { SeriesPreview } from "../use-series-preview.ts";
import styles from "./series-fields.module.css";

interface SeriesFieldsProps {
  readonly form: Form<BookingValues>;
  readonly preview: SeriesPreview;
}

/** Whether the visit repeats, and which of its visits are possible and wanted. */
export function SeriesFields({ form, preview }: SeriesFieldsProps) {
  const { t } = useTranslation();
  const { repetition, slot } = form.values;
  const count = form.text("count");
  return (
    <div className={styles.series}>
      <div className={styles.rule}>
        <Select
          label={t("booking.series.repeats")}
          allowDeselect={false}
          value={repetition ?? "never"}
          onChange={(value) => {
            form.set("repetition", repetitions.find((name) => name === value) ?? null);
            form.set("leftOut", []);
          }}
          data={[
            { value: "never", label: t("booking.series.never") },
            ...repetitions.map((name) => ({ value: name, label: t(`booking.series.every.${name}`) })),
          ]}
        />
        {repetition !== null && (
          <TextInput
            label={t("booking.series.count")}
            inputMode="numeric"
            maxLength={3}
            {...count}
            error={count.error ?? (preview.refused ? t("booking.series.refused") : undefined)}
          />
        )}
      </div>
      {repetition !== null && slot === null && <p className={styles.hint}>{t("booking.series.timeFirst")}</p>}
      {repetition !== null && slot !== null && !preview.refused && <Occurrences form={form} preview={preview} />}
    </div>
  );
}

function Occurrences({ form, preview }: SeriesFieldsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const { occurrences, loading, failed, refresh } = preview;
  const { leftOut } = form.values;
  const error = form.problem("leftOut");
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
        <p className={styles.hint}>{t("booking.series.patientFirst")}</p>
      </div>
    );
  }
  const kept = keptOf(occurrences, leftOut).length;
  return (
    <div>
      <p id={title} className={styles.title} role="status">
        {kept === occurrences.length
          ? t("booking.series.allFree", { count: kept })
          : t("booking.series.someFree", { count: kept, all: occurrences.length })}
      </p>
      {kept === 0 && problem}
      <ul aria-labelledby={title} className={styles.list}>
        {occurrences.map(({ startsAt, conflict }) => (
          <li key={startsAt} className={styles.visit} data-conflict={conflict !== null || undefined}>
            <Checkbox
              size="sm"
              checked={conflict === null && !leftOut.includes(startsAt)}
              disabled={conflict !== null}
              onChange={({ currentTarget: { checked } }) =>
                form.set("leftOut", checked ? leftOut.filter((one) => one !== startsAt) : [...leftOut, startsAt])
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
