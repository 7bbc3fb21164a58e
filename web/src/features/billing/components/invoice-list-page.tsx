import { Button, CloseButton, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconReceiptOff } from "@tabler/icons-react";
import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { InvoiceListDocument, type InvoiceListQuery, InvoiceOrder, InvoiceStatus } from "../../../graphql/graphql.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { audienceOf, isDesk, useViewer } from "../../../lib/viewer.ts";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { FilterBar, SearchField } from "../../../ui/table/filter-bar.tsx";
import { FilterChip } from "../../../ui/table/filter-chip.tsx";
import { useInvoiceView } from "../../../ui/table/invoice-columns.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { useInvoiceChanges } from "../use-money-changes.ts";
import { BillingTabs } from "./billing-tabs.tsx";
import { InvoiceMetrics } from "./invoice-metrics.tsx";

const selectInvoices = (data: InvoiceListQuery) => data.invoices;
const statuses = Object.values(InvoiceStatus);
const orders = Object.values(InvoiceOrder);

export function InvoiceListPage() {
  const { t } = useTranslation();
  const { t: b } = useTranslation("bookkeeping");
  const { roles } = useViewer();
  const staff = audienceOf(roles) === "staff";
  const desk = isDesk(roles);
  const roomy = useMediaQuery("(min-width: 75em)", undefined, { getInitialValueInEffect: false }) ?? true;
  const [parameters, setParameters] = useSearchParams();
  const status = statuses.find((name) => name === parameters.get("status")) ?? null;
  const patientId = parameters.get("patient");
  const number = parameters.get("number") ?? "";
  const order = orders.find((name) => name === parameters.get("order")) ?? "ISSUED_AT_DESC";
  const pages = usePages(
    InvoiceListDocument,
    {
      filter: {
        ...(status === null ? {} : { status: [status] }),
        ...(patientId === null ? {} : { patientId }),
        ...(number === "" ? {} : { number }),
      },
      orderBy: order,
    },
    selectInvoices,
  );
  useInvoiceChanges(null, pages.refresh);
  const view = useInvoiceView({ aboutPatient: !staff, withPayer: roomy });
  const title = staff ? t("billing.title") : t("billing.myTitle");

  const set = useCallback(
    (name: string, value: string | null) =>
      setParameters((before) => withParameter(before, name, value), { replace: true }),
    [setParameters],
  );
  const setNumber = useCallback((value: string) => set("number", value), [set]);

  return (
    <>
      <PageHeader
        title={title}
        subtitle={pages.totalCount === null ? " " : t("billing.count", { count: pages.totalCount })}
      />
      {desk && <BillingTabs />}
      {desk && <InvoiceMetrics />}
      <FilterBar label={title}>
        {staff && <SearchField label={b("invoices.number")} value={number} onSearch={setNumber} />}
        <Select
          aria-label={t("billing.status")}
          placeholder={t("billing.anyStatus")}
          value={status}
          onChange={(value) => set("status", value)}
          clearable
          data={statuses.map((name) => ({ value: name, label: t(`billing.statuses.${name}`) }))}
        />
        <Select
          aria-label={t("common.sortBy")}
          value={order}
          onChange={(value) => set("order", value === "ISSUED_AT_DESC" ? null : value)}
          allowDeselect={false}
          data={orders.map((name) => ({ value: name, label: t(`billing.order.${name}`) }))}
        />
        {staff && patientId !== null && (
          <FilterChip label={t("billing.onlyPatient")}>
            <CloseButton
              size="xs"
              aria-label={t("appointments.removeFilter", { name: t("billing.onlyPatient") })}
              onClick={() => set("patient", null)}
            />
          </FilterChip>
        )}
      </FilterBar>
      <Sheet>
        <PagedTable
          pages={pages}
          caption={title}
          rowKey={(row) => row.id}
          {...view}
          empty={
            <EmptyState
              icon={IconReceiptOff}
              title={t("billing.emptyTitle")}
              text={t("billing.emptyText")}
              action={
                status === null && patientId === null && number === "" ? undefined : (
                  <Button variant="default" size="xs" onClick={() => setParameters({}, { replace: true })}>
                    {t("common.clearFilters")}
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
