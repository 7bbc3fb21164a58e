import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { type BookingValues, keptOf } from "../booking.schema.ts";
import type { SeriesPreview } from "../use-occurrences.ts";
import { OccurrenceList } from "./occurrence-list.tsx";
import { RuleFields } from "./rule-fields.tsx";
import styles from "./series-fields.module.css";

interface SeriesFieldsProps {
  readonly form: Form<BookingValues>;
  readonly preview: SeriesPreview;
}

/** Whether the visit repeats, and which of its visits are possible and wanted. */
export function SeriesFields({ form, preview }: SeriesFieldsProps) {
  const { t } = useTranslation();
  const { repetition, slot, leftOut } = form.values;
  const count = form.text("count");
  const isLeft = preview.occurrences !== null && keptOf(preview.occurrences, leftOut).length > 0;
  return (
    <div className={styles.series}>
      <RuleFields
        optional
        repetition={repetition}
        onRepetition={(next) => {
          form.set("repetition", next);
          form.set("leftOut", []);
        }}
        count={{ ...count, error: count.error ?? (preview.refused ? t("booking.series.refused") : undefined) }}
      />
      {repetition !== null && slot === null && <p className={styles.hint}>{t("booking.series.timeFirst")}</p>}
      {repetition !== null && slot !== null && !preview.refused && (
        <OccurrenceList
          preview={preview}
          leftOut={leftOut}
          onLeftOut={(next) => form.set("leftOut", next)}
          problem={isLeft ? undefined : form.problem("leftOut")}
          title={(kept, all) =>
            kept === all
              ? t("booking.series.allFree", { count: kept })
              : t("booking.series.someFree", { count: kept, all })
          }
          hint={t("booking.series.patientFirst")}
        />
      )}
    </div>
  );
}
