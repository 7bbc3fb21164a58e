import { type AllergyRowFragment, ResolveAllergyDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge } from "../../../ui/status/badge.tsx";
import { AllergyDialog } from "./allergy-dialog.tsx";
import { type EntriesProps, HistoryCard } from "./history-card.tsx";

/** What the patient must not be given. */
export function AllergiesCard(props: EntriesProps<AllergyRowFragment>) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const resolve = useCommand(ResolveAllergyDocument, (data) => data.resolveAllergy);
  return (
    <HistoryCard
      {...props}
      title={t("allergies.title")}
      empty={t("noAllergies")}
      addLabel={t("allergies.add")}
      since={({ onset }) => onset}
      detail={({ category, reaction, onset }) =>
        [category && t(`allergies.categories.${category}`), reaction, onset && t("since", { date: format.date(onset) })]
          .filter(Boolean)
          .join(" · ")
      }
      badge={({ status, criticality }) =>
        status === "RESOLVED" ? (
          <Badge tone="grey" label={t("history.resolved")} />
        ) : (
          criticality && (
            <Badge
              tone={criticality === "HIGH" ? "red" : "amber"}
              label={t(`allergies.criticalities.${criticality}`)}
            />
          )
        )
      }
      Dialog={AllergyDialog}
      end={{
        label: t("history.resolve"),
        question: (name) => t("history.resolveTitle", { name }),
        send: (entry, abatement) => resolve.send({ ...entry, abatement }),
      }}
    />
  );
}
