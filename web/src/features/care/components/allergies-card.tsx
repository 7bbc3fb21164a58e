import type { AllergyRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Entry } from "../../../ui/layout/entries.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { HistoryCard } from "./history-card.tsx";

export interface HistoryPatient {
  readonly id: string;
  readonly name: string;
}

interface AllergiesCardProps {
  readonly patient: HistoryPatient;
  readonly allergies: readonly AllergyRowFragment[] | null;
  readonly onChanged: () => void;
}

/** What the patient must not be given. */
export function AllergiesCard({ allergies }: AllergiesCardProps) {
  const { t } = useTranslation("record");
  const format = useFormat();
  return (
    <HistoryCard
      title={t("allergies.title")}
      empty={t("noAllergies")}
      entries={allergies}
      since={({ onset }) => onset}
      addLabel={t("allergies.add")}
    >
      {(allergy) => (
        <Entry
          key={allergy.id}
          title={allergy.display}
          detail={[
            allergy.category && t(`allergies.categories.${allergy.category}`),
            allergy.reaction,
            allergy.onset && t("since", { date: format.date(allergy.onset) }),
          ]
            .filter(Boolean)
            .join(" · ")}
          end={
            allergy.status === "RESOLVED" ? (
              <Badge tone="grey" label={t("history.resolved")} />
            ) : allergy.criticality === "HIGH" ? (
              <Badge tone="red" label={t("allergies.criticalities.HIGH")} />
            ) : (
              allergy.criticality && <Badge tone="amber" label={t(`allergies.criticalities.${allergy.criticality}`)} />
            )
          }
        />
      )}
    </HistoryCard>
  );
}
