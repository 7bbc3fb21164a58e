import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { ConditionStatusBadge } from "../../../ui/status/status-badge.tsx";
import styles from "./patient-conditions.module.css";
import type { RecordedPatient } from "./patient-record.tsx";

interface PatientConditionsProps {
  readonly patient: RecordedPatient;
  readonly failed: boolean;
  readonly onRetry: () => void;
}

export function PatientConditions({ patient, failed, onRetry }: PatientConditionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { conditions } = patient;

  // The history is not for everybody who sees the record.
  if (conditions === null && !failed) {
    return null;
  }

  function period(onset: string | null, abatement: string | null): string {
    if (onset !== null && abatement !== null) {
      return t("patients.period", { from: format.date(onset), to: format.date(abatement) });
    }
    return onset === null ? t("common.notRecorded") : t("patients.since", { date: format.date(onset) });
  }

  return (
    <Card title={t("patients.conditions")} flush>
      {conditions === null && failed ? (
        <ErrorState onRetry={onRetry} />
      ) : conditions === null || conditions.length === 0 ? (
        <EmptyState text={t("patients.conditionsEmpty")} />
      ) : (
        <ul className={styles.list}>
          {conditions.map(({ id, display, onset, abatement, status }) => (
            <li key={id}>
              <div className={styles.text}>
                <span className={styles.name}>{display}</span>
                <span className={styles.when}>{period(onset, abatement)}</span>
              </div>
              <ConditionStatusBadge status={status} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
