import type { ConsentRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { useConsentSubject } from "./use-consent-subject.ts";

/** What the patient permits, and what not. */
export function ConsentsCard({ consents }: { consents: readonly ConsentRowFragment[] }) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const subject = useConsentSubject();
  return (
    <Card title={t("consents.title")} flush>
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
            />
          ))}
        </Entries>
      )}
    </Card>
  );
}
