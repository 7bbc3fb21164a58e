import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconReceiptOff } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import {
  BillingSpecialtiesDocument,
  PriceListDocument,
  type PriceListQuery,
  type PriceRowFragment,
  VisitType,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
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
import { QuotePreview } from "./quote-preview.tsx";
import { SpecialtyField } from "./specialty-field.tsx";
import styles from "./table-cells.module.css";
import { useDays, ValidityBadge } from "./validity-cell.tsx";

const selectPrices = (data: PriceListQuery) => data.prices;
const visitTypes = Object.values(VisitType);
const loadDialog = async () => (await import("./price-dialog.tsx")).PriceDialog;

/** What visits cost, from when to when. Prices are added and ended, never changed. */
export function PriceListPage() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const mayChange = useViewer().roles.includes("ADMIN");
  const [parameters, setParameters] = useSearchParams();
  const visitType = visitTypes.find((name) => name === parameters.get("visit")) ?? null;
  const specialty = parameters.get("specialty");
  const payerId = parameters.get("payer");
  const on = parameters.get("on");
  const pages = usePages(
    PriceListDocument,
    {
      filter: {
        ...(visitType === null ? {} : { visitType }),
        ...(specialty === null ? {} : { specialty }),
        ...(payerId === null ? {} : { payerId }),
        ...(on === null ? {} : { on }),
      },
    },
    selectPrices,
  );
  const { show, dialog } = useDialog<PriceDialogRequest>(loadDialog);
  const view = usePriceView(mayChange ? (row) => show({ kind: "endPrice", row, onDone: pages.refresh }) : null);
  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );
  const filtered = [visitType, specialty, payerId, on].some((value) => value !== null);

  return (
    <>
      <PageHeader
        title={t("prices.title")}
        subtitle={pages.totalCount === null ? " " : t("prices.count", { count: pages.totalCount })}
        actions={
          mayChange && (
            <Button
              size="sm"
              leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
              onClick={() => show({ kind: "addPrice", onDone: pages.refresh })}
            >
              {t("prices.add")}
            </Button>
          )
        }
      />
      <BillingTabs />
      <FilterBar label={t("prices.title")}>
        <Select
          aria-label={t("prices.visitType")}
          placeholder={t("prices.anyVisitType")}
          value={visitType}
          onChange={(value) => set("visit", value)}
          clearable
          data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
        />
        <SpecialtyField value={specialty} onChange={(value) => set("specialty", value)} />
        <PayerField
          placeholder={t("prices.anyPayer")}
          value={payerId}
          onChange={(payer) => set("payer", payer?.value ?? null)}
        />
        <TextInput
          type="date"
          aria-label={t("prices.on")}
          value={on ?? ""}
          onChange={(event) => set("on", event.currentTarget.value)}
        />
      </FilterBar>
      <div className={styles.beside}>
        <Sheet>
          <PagedTable
            pages={pages}
            caption={t("prices.title")}
            rowKey={(row) => row.id}
            {...view}
            empty={
              <EmptyState
                icon={IconReceiptOff}
                title={t("prices.emptyTitle")}
                text={t("prices.emptyText")}
                action={
                  filtered && (
                    <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
                      {common("common.clearFilters")}
                    </Button>
                  )
                }
              />
            }
          />
        </Sheet>
        <QuotePreview />
      </div>
      {dialog}
    </>
  );
}

function usePriceView(onEnd: ((row: PriceRowFragment) => void) | null) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const days = useDays();
  const { data } = useAnswer({ query: BillingSpecialtiesDocument });
  return useMemo(() => {
    const specialtyOf = ({ specialty }: PriceRowFragment) =>
      specialty === null
        ? t("prices.anySpecialty")
        : (data?.specialties?.find(({ code }) => code === specialty)?.name ?? specialty);
    const payerOf = ({ payer }: PriceRowFragment) => payer?.name ?? t("prices.anyPayer");
    const visitOf = ({ visitType }: PriceRowFragment) => common(`appointments.visits.${visitType}`);
    const end = (row: PriceRowFragment) =>
      onEnd !== null && row.endsOn === null ? (
        <Button
          variant="default"
          size="xs"
          className={styles.above ?? ""}
          aria-label={t("prices.endOf", { name: visitOf(row) })}
          onClick={() => onEnd(row)}
        >
          {t("prices.end")}
        </Button>
      ) : null;
    const columns: readonly Column<PriceRowFragment>[] = [
      {
        id: "visit",
        header: t("prices.column.visit"),
        width: "20%",
        cell: (row) => (
          <>
            <strong className={styles.name}>{visitOf(row)}</strong>
            <span className={styles.detail}>{specialtyOf(row)}</span>
          </>
        ),
      },
      { id: "applies", header: t("prices.column.applies"), cell: payerOf },
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
      {
        id: "price",
        header: t("prices.column.price"),
        width: "116px",
        align: "end",
        cell: (row) => (
          <>
            <strong className={styles.name}>{format.money(row.price)}</strong>
            {row.taxBasisPoints > 0 && (
              <span className={styles.detail}>
                + {format.percentage(row.taxBasisPoints / 10_000)} {t("prices.column.tax")}
              </span>
            )}
          </>
        ),
      },
      {
        id: "actions",
        header: t("prices.column.actions"),
        headerHidden: true,
        width: "92px",
        align: "end",
        cell: end,
      },
    ];
    const compact = (row: PriceRowFragment) => (
      <CompactRow
        title={[visitOf(row), specialtyOf(row)].join(" · ")}
        detail={[payerOf(row), days(row)].join(" · ")}
        end={
          <>
            <strong className={styles.name}>{format.money(row.price)}</strong>
            {end(row) ?? <ValidityBadge startsOn={row.startsOn} endsOn={row.endsOn} />}
          </>
        }
      />
    );
    return { columns, compact };
  }, [t, common, format, days, data, onEnd]);
}
