import { type ConditionRowFragment, ResolveConditionDocument } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ConditionStatusBadge } from "../../../ui/status/status-badge.tsx";
import { ConditionDialog } from "./condition-dialog.tsx";
import { type EntriesProps, HistoryCard } from "./history-card.tsx";
import { usePeriod } from "./use-period.ts";

/** What the patient has, and had. */
export function ConditionsCard(props: EntriesProps<ConditionRowFragment>) {
  const { t } = useTranslation("record");
  const period = usePeriod();
  const resolve = useCommand(ResolveConditionDocument, (data) => data.resolveCondition);
  return (
    <HistoryCard
      {...props}
      title={t("conditions.title")}
      empty={t("conditions.empty")}
      addLabel={t("conditions.add")}
      since={({ onset }) => onset}
      detail={({ onset, abatement }) => period(onset, abatement)}
      badge={({ status }) => <ConditionStatusBadge status={status} />}
      Dialog={ConditionDialog}
      end={{
        label: t("history.resolve"),
        question: (name) => t("history.resolveTitle", { name }),
        send: (entry, abatement) => resolve.send({ ...entry, abatement }),
      }}
    />
  );
}
