import { Button } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { DifferenceKind, RunReconciliationDocument } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { Columns } from "../../../ui/layout/columns.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { useExplain } from "../explain.ts";
import { useReconciliations } from "../use-reconciliations.ts";
import { BillingTabs } from "./billing-tabs.tsx";
import { DifferenceList } from "./difference-list.tsx";
import { ReconciliationCard } from "./reconciliation-card.tsx";
import { ReconciliationRuns } from "./reconciliation-runs.tsx";

const kinds = Object.values(DifferenceKind);

/** Whether payments, invoices, visits and the ledger agree, and what does not. */
export function ReconciliationPage() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const { pages, underWay } = useReconciliations();
  const run = pages.rows.find(({ id }) => id === parameters.get("run")) ?? pages.rows[0];
  const kind = kinds.find((name) => name === parameters.get("kind")) ?? null;
  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );
  const ask = useCommand(RunReconciliationDocument, ({ runReconciliation }) => runReconciliation);
  const happened = useRefusalNotice(useExplain());

  async function compare(): Promise<void> {
    happened(await ask.send({}));
    // Also what somebody else has asked for meanwhile.
    setParameters({}, { replace: true });
    pages.refresh();
  }

  const compareButton = (
    <Button
      leftSection={<IconScale size={17} stroke={1.7} aria-hidden />}
      loading={ask.sending}
      disabled={underWay}
      onClick={() => void compare()}
    >
      {t("reconciliation.compare")}
    </Button>
  );

  return (
    <>
      <PageHeader title={t("reconciliation.title")} subtitle={t("reconciliation.subtitle")} actions={compareButton} />
      <BillingTabs />
      {run !== undefined ? (
        <Columns
          main={
            <>
              <ReconciliationCard run={run} kind={kind} onKind={(name) => set("kind", name)} />
              <DifferenceList run={run} kind={kind} onClear={() => set("kind", null)} />
            </>
          }
          side={
            <ReconciliationRuns
              pages={pages}
              chosen={run.id}
              onChoose={(id) => setParameters(id === pages.rows[0]?.id ? {} : { run: id }, { replace: true })}
            />
          }
        />
      ) : pages.loading ? (
        <div role="status" aria-label={common("common.loading")}>
          <Sheet>
            <RowsSkeleton rows={6} />
          </Sheet>
        </div>
      ) : (
        <Sheet>
          {pages.failed ? (
            <ErrorState onRetry={pages.retry} />
          ) : (
            <EmptyState
              icon={IconScale}
              title={t("reconciliation.emptyTitle")}
              text={t("reconciliation.emptyText")}
              action={compareButton}
            />
          )}
        </Sheet>
      )}
    </>
  );
}
