import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { PatientAccessDocument, type PatientAccessQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Stack } from "../../../ui/layout/columns.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { AccessGrantsCard } from "./access-grants-card.tsx";
import styles from "./access-tab.module.css";
import { ConsentDialog } from "./consent-dialog.tsx";
import { useConsentSubject } from "./use-consent-subject.ts";

type VersionedConsent = NonNullable<NonNullable<PatientAccessQuery["patient"]>["consents"]>[number];

/** Who sees the patient: by what the clinic gave, and by what the patient says. */
export function AccessTab() {
  const { id, refresh } = useOpenPatient();
  const { data, fetching, retry } = useAnswer({
    query: PatientAccessDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const onChanged = () => {
    retry();
    refresh();
  };
  return (
    <Answered value={data?.patient} fetching={fetching} onRetry={retry}>
      {({ accessGrants, consents }) => (
        <Stack>
          {consents !== null && <ConsentHistory consents={consents} onChanged={onChanged} />}
          {accessGrants !== null && <AccessGrantsCard grants={accessGrants} onChanged={onChanged} />}
        </Stack>
      )}
    </Answered>
  );
}

interface ConsentHistoryProps {
  readonly consents: readonly VersionedConsent[];
  readonly onChanged: () => void;
}

function ConsentHistory({ consents, onChanged }: ConsentHistoryProps) {
  const { t } = useTranslation("record");
  const patient = useOpenPatient();
  const deciding = useDialog<VersionedConsent | null>();
  const format = useFormat();
  const subject = useConsentSubject();
  return (
    <Card
      title={t("consents.title")}
      subtitle={t("consents.text")}
      flush
      aside={
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => deciding.open(null)}
        >
          {t("consents.add")}
        </Button>
      }
    >
      {consents.length === 0 ? (
        <EmptyState text={t("consents.empty")} />
      ) : (
        <Entries label={t("consents.title")}>
          {consents.map((consent) => (
            <Entry
              key={consent.id}
              title={subject(consent)}
              detail={t(consent.byPatient ? "consents.byPatient" : "consents.byClinic", {
                day: format.day(consent.decidedAt),
              })}
              end={
                <Badge
                  tone={consent.decision === "PERMIT" ? "green" : "red"}
                  label={t(`consents.decisions.${consent.decision}`)}
                />
              }
              actions={
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t("consents.changeOf", { name: subject(consent) })}
                  onClick={() => deciding.open(consent)}
                >
                  {t("consents.change")}
                </Button>
              }
            >
              {(consent.versions?.totalCount ?? 0) > 1 && (
                <details className={styles.versions}>
                  <summary>{t("consents.before", { count: (consent.versions?.totalCount ?? 1) - 1 })}</summary>
                  <ol reversed>
                    {consent.versions?.nodes.map(({ number, decision, decidedAt, byPatient }) => (
                      <li key={number} value={number}>
                        {t(`consents.decisions.${decision}`)} ·{" "}
                        {t(byPatient ? "consents.byPatient" : "consents.byClinic", { day: format.day(decidedAt) })},{" "}
                        {format.time(decidedAt)}
                      </li>
                    ))}
                  </ol>
                </details>
              )}
            </Entry>
          ))}
        </Entries>
      )}
      {deciding.dialog && (
        <ConsentDialog {...deciding.dialog} key={deciding.dialog.key} patient={patient} onDone={onChanged} />
      )}
    </Card>
  );
}
