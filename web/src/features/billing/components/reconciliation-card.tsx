import { IconAlertTriangle } from "@tabler/icons-react";
import type { DifferenceKind, ReconciliationRunFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { differencesIn, isUnderWay, standingOf, stepName } from "../reconciliation.ts";
import styles from "./reconciliation.module.css";

interface ReconciliationCardProps {
  readonly run: ReconciliationRunFragment;
  readonly kind: DifferenceKind | null;
  readonly onKind: (kind: DifferenceKind | null) => void;
}

/** What one comparison looked at, and how often it found what: by that the list below is narrowed. */
export function ReconciliationCard({ run, kind, onKind }: ReconciliationCardProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const counts = run.counts ?? [];
  const hasMore = isUnderWay(run) || run.status === "INCOMPLETE" || counts.length > 0 || kind !== null;
  return (
    <Card
      title={
        run.startedAt === null
          ? t("reconciliation.standing.waiting")
          : t("reconciliation.of", { day: format.day(run.startedAt), time: format.time(run.startedAt) })
      }
      subtitle={<Compared run={run} />}
      aside={<Badge {...standingOf(run, t)} />}
    >
      {hasMore && (
        <div className={styles.run}>
          {isUnderWay(run) && <Progress run={run} />}
          {run.status === "INCOMPLETE" && (
            <p className={styles.incomplete}>
              <IconAlertTriangle size={17} stroke={1.8} aria-hidden />
              {t("reconciliation.incomplete")}
            </p>
          )}
          {counts.length > 0 && (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
            <div role="group" aria-label={t("reconciliation.byKind")} className={styles.kinds}>
              <KindButton
                label={t("reconciliation.everyKind")}
                count={differencesIn(run)}
                pressed={kind === null}
                onPress={() => onKind(null)}
              />
              {counts.map(({ kind: name, count }) => (
                <KindButton
                  key={name}
                  label={t(`reconciliation.kinds.${name}.name`)}
                  count={count}
                  pressed={kind === name}
                  onPress={() => onKind(kind === name ? null : name)}
                />
              ))}
            </div>
          )}
          {kind !== null && (
            <div className={styles.meaning} role="status">
              <p>{t(`reconciliation.kinds.${kind}.meaning`)}</p>
              <p>{t(`reconciliation.kinds.${kind}.remedy`)}</p>
            </div>
          )}
        </div>
      )}
    </Card>
  );
}

function Compared({ run }: { readonly run: ReconciliationRunFragment }) {
  const { t } = useTranslation("bookkeeping");
  if (isUnderWay(run)) {
    return t("reconciliation.soon");
  }
  return run.hasGateway
    ? t("reconciliation.withGateway", { count: run.gatewayCount })
    : t("reconciliation.withoutGateway");
}

function Progress({ run }: { readonly run: ReconciliationRunFragment }) {
  const { t } = useTranslation("bookkeeping");
  const { stepsDone, stepsInAll } = run;
  const step = stepName(run.step, t);
  return (
    <div className={styles.progress}>
      {stepsInAll === 0 ? (
        <progress aria-label={t("reconciliation.progress")} />
      ) : (
        <progress aria-label={t("reconciliation.progress")} value={stepsDone} max={stepsInAll} />
      )}
      <p role="status">
        {stepsInAll === 0
          ? t("reconciliation.begins")
          : t("reconciliation.step", { done: stepsDone, all: stepsInAll, step: step ?? "" })}
      </p>
    </div>
  );
}

interface KindButtonProps {
  readonly label: string;
  readonly count: number;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

function KindButton({ label, count, pressed, onPress }: KindButtonProps) {
  const format = useFormat();
  return (
    <button type="button" className={styles.kind} aria-pressed={pressed} onClick={onPress}>
      {label}
      <span>{format.number(count)}</span>
    </button>
  );
}
