import { Button } from "@mantine/core";
import { IconFileOff, IconPlus } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { TermsListDocument, type TermsListQuery, type TermsRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { useDialog } from "../../../ui/dialog/use-dialog.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { BillingTabs } from "./billing-tabs.tsx";
import { PayerField } from "./payer-field.tsx";
import type { PriceDialogRequest } from "./price-dialog.tsx";
import styles from "./table-cells.module.css";
import { useDays, ValidityBadge } from "./validity-cell.tsx";

const selectTerms = (data: TermsListQuery) => data.payerTerms;
const loadDialog = async () => (await import("./price-dialog.tsx")).PriceDialog;

/** What payers leave to their patients, from when to when. */
export function TermsListPage() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const mayChange = useViewer().roles.includes("ADMIN");
  const [parameters, setParameters] = useSearchParams();
  const payerId = parameters.get("payer");
  const pages = usePages(TermsListDocument, payerId === null ? {} : { payerId }, selectTerms);
  const { show, dialog } = useDialog<PriceDialogRequest>(loadDialog);
  const view = useTermsView(mayChange ? (row) => show({ kind: "endTerms", row, onDone: pages.refresh }) : null);
  const setPayer = useCallback(
    (value: string | null) => setParameters((before) => withParameter(before, "payer", value), { replace: true }),
    [setParameters],
  );

  return (
    <>
      <PageHeader
        title={t("terms.title")}
        subtitle={pages.totalCount === null ? " " : t("terms.count", { count: pages.totalCount })}
        actions={
          mayChange && (
            <Button
              size="sm"
              leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
              onClick={() => show({ kind: "addTerms", onDone: pages.refresh })}
            >
              {t("terms.add")}
            </Button>
          )
        }
      />
      <BillingTabs />
      <FilterBar label={t("terms.title")}>
        <PayerField
          placeholder={t("prices.anyPayer")}
          value={payerId}
          onChange={(payer) => setPayer(payer?.value ?? null)}
        />
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("terms.title")}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconFileOff}
              title={t("terms.emptyTitle")}
              text={t("terms.emptyText")}
              action={
                payerId !== null && (
                  <Button variant="default" size="xs" onClick={() => setPayer(null)}>
                    {common("common.clearFilters")}
                  </Button>
                )
              }
            />
          }
        />
      </Sheet>
      {dialog}
    </>
  );
}

function useTermsView(onEnd: ((row: TermsRowFragment) => void) | null) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const days = useDays();
  return useMemo(() => {
    const payerOf = ({ payer }: TermsRowFragment) => payer?.name ?? common("common.notAvailable");
    const planOf = ({ plan }: TermsRowFragment) => plan ?? t("terms.anyPlan");
    const coinsuranceOf = ({ coinsuranceBasisPoints }: TermsRowFragment) =>
      format.percentage(coinsuranceBasisPoints / 10_000);
    const end = (row: TermsRowFragment) =>
      onEnd !== null && row.endsOn === null ? (
        <Button
          variant="default"
          size="xs"
          className={styles.above ?? ""}
          aria-label={t("terms.endOf", { name: payerOf(row) })}
          onClick={() => onEnd(row)}
        >
          {t("prices.end")}
        </Button>
      ) : null;
    const columns: readonly Column<TermsRowFragment>[] = [
      {
        id: "payer",
        header: t("terms.column.payer"),
        width: "26%",
        cell: (row) => <strong className={styles.name}>{payerOf(row)}</strong>,
      },
      { id: "plan", header: t("terms.column.plan"), cell: planOf },
      {
        id: "days",
        header: t("terms.column.days"),
        width: "24%",
        cell: (row) => (
          <span className={styles.stacked}>
            {days(row)}
            <ValidityBadge startsOn={row.startsOn} endsOn={row.endsOn} />
          </span>
        ),
      },
      {
        id: "copay",
        header: t("terms.column.copay"),
        width: "100px",
        align: "end",
        cell: (row) => format.money(row.copay),
      },
      {
        id: "coinsurance",
        header: t("terms.column.coinsurance"),
        width: "112px",
        align: "end",
        cell: coinsuranceOf,
      },
      { id: "actions", header: t("terms.column.actions"), headerHidden: true, width: "92px", align: "end", cell: end },
    ];
    const compact = (row: TermsRowFragment) => (
      <CompactRow
        title={[payerOf(row), planOf(row)].join(" · ")}
        detail={days(row)}
        end={
          <>
            <strong className={styles.name}>
              {format.money(row.copay)} + {coinsuranceOf(row)}
            </strong>
            {end(row) ?? <ValidityBadge startsOn={row.startsOn} endsOn={row.endsOn} />}
          </>
        }
      />
    );
    return { columns, compact };
  }, [t, common, format, days, onEnd]);
}
