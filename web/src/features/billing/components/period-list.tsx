import { Button } from "@mantine/core";
import { type Icon, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Pages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { FilterBar } from "../../../ui/table/filter-bar.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { BillingTabs } from "./billing-tabs.tsx";
import type { PeriodRow, PriceDialogRequest } from "./price-dialog.tsx";
import styles from "./table-cells.module.css";
import { useDays, ValidityBadge } from "./validity-cell.tsx";

const loadDialog = async () => (await import("./price-dialog.tsx")).PriceDialog;

/** How rows are shown; the days for which they hold stand between its columns. */
export interface PeriodView<Row> {
  readonly before: readonly Column<Row>[];
  readonly after: readonly Column<Row>[];
  readonly compact: (row: Row) => {
    readonly title: string;
    readonly detail?: string;
    readonly end: string;
  };
  /** What ending it is called for screen readers. */
  readonly nameOf: (row: Row) => string;
}

interface PeriodListProps<Row> {
  readonly of: "prices" | "terms";
  readonly icon: Icon;
  readonly pages: Pages<Row>;
  readonly view: PeriodView<Row>;
  readonly filters: ReactNode;
  /** Takes the filters away, where there are any. */
  readonly onClear: (() => void) | null;
  /** Stands beside the list. */
  readonly children?: ReactNode;
}

/** A list of what holds from one day to another, which is added and ended, never changed. */
export function PeriodList<Row extends PeriodRow>(props: PeriodListProps<Row>) {
  const { of, icon, pages, view, filters, onClear, children } = props;
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const mayChange = useViewer().roles.includes("ADMIN");
  const { show, dialog } = useLazyDialog<PriceDialogRequest>(loadDialog);
  const table = usePeriodTable(of, view, mayChange ? (row) => show({ of, row, onDone: pages.refresh }) : null);
  const list = (
    <Sheet>
      <PagedTable
        pages={pages}
        caption={t(`${of}.title`)}
        rowKey={(row) => row.id}
        {...table}
        empty={
          <EmptyState
            icon={icon}
            title={t(`${of}.emptyTitle`)}
            text={t(`${of}.emptyText`)}
            action={
              onClear && (
                <Button variant="default" size="xs" onClick={onClear}>
                  {common("common.clearFilters")}
                </Button>
              )
            }
          />
        }
      />
    </Sheet>
  );
  return (
    <>
      <PageHeader
        title={t(`${of}.title`)}
        subtitle={pages.totalCount === null ? " " : t(`${of}.count`, { count: pages.totalCount })}
        actions={
          mayChange && (
            <Button
              size="sm"
              leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
              onClick={() => show({ of, row: null, onDone: pages.refresh })}
            >
              {t(`${of}.add`)}
            </Button>
          )
        }
      />
      <BillingTabs />
      <FilterBar label={t(`${of}.title`)}>{filters}</FilterBar>
      {children === undefined ? (
        list
      ) : (
        <div className={styles.beside}>
          {list}
          {children}
        </div>
      )}
      {dialog}
    </>
  );
}

function usePeriodTable<Row extends PeriodRow>(
  of: "prices" | "terms",
  view: PeriodView<Row>,
  onEnd: ((row: Row) => void) | null,
) {
  const { t } = useTranslation("bookkeeping");
  const days = useDays();
  const end = (row: Row) =>
    onEnd !== null && row.endsOn === null ? (
      <Button
        variant="default"
        size="xs"
        className={styles.above ?? ""}
        aria-label={t(`${of}.endOf`, { name: view.nameOf(row) })}
        onClick={() => onEnd(row)}
      >
        {t("prices.end")}
      </Button>
    ) : null;
  const columns: readonly Column<Row>[] = [
    ...view.before,
    {
      id: "days",
      header: t("prices.column.days"),
      width: "24%",
      cell: (row) => (
        <span className={styles.stacked}>
          {days(row)}
          <ValidityBadge startsOn={row.startsOn} endsOn={row.endsOn} />
        </span>
      ),
    },
    ...view.after,
    { id: "actions", header: t("prices.column.actions"), headerHidden: true, width: "92px", align: "end", cell: end },
  ];
  const compact = (row: Row) => {
    const { title, detail, end: cost } = view.compact(row);
    return (
      <CompactRow
        title={title}
        detail={[detail, days(row)].filter(Boolean).join(" · ")}
        end={
          <>
            <strong className={styles.name}>{cost}</strong>
            {end(row) ?? <ValidityBadge startsOn={row.startsOn} endsOn={row.endsOn} />}
          </>
        }
      />
    );
  };
  return { columns, compact };
}
