import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { type ChangeValues, changesAny } from "../change.schema.ts";
import type { Series } from "../series-of-visit.ts";
import type { SeriesPreview } from "../use-occurrences.ts";
import { OccurrenceList } from "./occurrence-list.tsx";
import { RuleFields } from "./rule-fields.tsx";
import styles from "./series-fields.module.css";

interface ChangeFieldsProps {
  readonly form: Form<ChangeValues>;
  readonly series: Series;
  readonly preview: SeriesPreview;
  /** How many visits the change is about as they are now. */
  readonly now: number;
}

/** How visits of a series repeat from now on, and which of them can be and are to be at their new times. */
export function ChangeFields({ form, series, preview, now }: ChangeFieldsProps) {
  const { t } = useTranslation();
  const { repetition, slot, keepsTime, leftOut } = form.values;
  const count = form.text("count");
  const isChange = preview.occurrences !== null && changesAny(series, preview.occurrences, leftOut);

  function title(kept: number, all: number): string {
    if (all === 0) {
      return t("booking.change.nothing");
    }
    return kept === all
      ? t("booking.series.allFree", { count: kept })
      : t("booking.change.someFree", { count: kept, all });
  }

  return (
    <div className={styles.series}>
      <RuleFields
        repetition={repetition}
        onRepetition={(next) => {
          form.set("repetition", next);
          form.set("leftOut", []);
        }}
        error={form.problem("repetition")}
        count={{
          ...count,
          error: count.error ?? (preview.refused ? t("booking.change.refused") : undefined),
          description: t("booking.change.countNow", { now }),
        }}
      />
      {slot === null && !keepsTime && <p className={styles.hint}>{t("booking.change.timeFirst")}</p>}
      {(slot !== null || keepsTime) && !preview.refused && (
        <>
          <OccurrenceList
            preview={preview}
            leftOut={leftOut}
            onLeftOut={(next) => form.set("leftOut", next)}
            problem={isChange ? undefined : form.problem("leftOut")}
            title={title}
            hint={t("booking.change.ruleFirst")}
          />
          <p className={styles.hint}>{t("booking.change.stays")}</p>
        </>
      )}
    </div>
  );
}
