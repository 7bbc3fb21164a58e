import { Button, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendarDollar } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import { PrepaymentListDocument, type PrepaymentListQuery, PrepaymentState } from "../../../graphql/graphql.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { usePrepaymentChanges } from "../use-money-changes.ts";
import { BillingTabs } from "./billing-tabs.tsx";
import { usePrepaymentView } from "./prepayment-columns.tsx";

const selectPrepayments = (data: PrepaymentListQuery) => data.prepayments;
const states = Object.values(PrepaymentState);

/** How far the visits are that are paid in advance. What can be done with one is done with its visit and its invoice. */
export function PrepaymentListPage() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const roomy = useMediaQuery("(min-width: 75em)", undefined, { getInitialValueInEffect: false }) ?? true;
  const [parameters, setParameters] = useSearchParams();
  const state = states.find((name) => name === parameters.get("state")) ?? null;
  const pages = usePages(
    PrepaymentListDocument,
    { filter: state === null ? {} : { state: [state] } },
    selectPrepayments,
  );
  usePrepaymentChanges(pages.refresh);
  const view = usePrepaymentView({ roomy });

  return (
    <>
      <PageHeader
        title={t("prepayments.title")}
        subtitle={pages.totalCount === null ? " " : t("prepayments.count", { count: pages.totalCount })}
      />
      <BillingTabs />
      <FilterBar label={t("prepayments.title")}>
        <Select
          aria-label={t("prepayments.state")}
          placeholder={t("prepayments.anyState")}
          value={state}
          onChange={(value) => setParameters((before) => withParameter(before, "state", value), { replace: true })}
          clearable
          data={states.map((name) => ({ value: name, label: t(`prepayments.states.${name}`) }))}
        />
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("prepayments.title")}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconCalendarDollar}
              title={t("prepayments.emptyTitle")}
              text={t("prepayments.emptyText")}
              action={
                state === null ? undefined : (
                  <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
                    {common("common.clearFilters")}
                  </Button>
                )
              }
            />
          }
        />
      </Sheet>
    </>
  );
}
