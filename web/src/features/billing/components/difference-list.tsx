import { Button } from "@mantine/core";
import { IconCircleCheck, IconHourglass } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { Link, useNavigate } from "react-router";
import {
  CreateInvoiceDocument,
  type DifferenceKind,
  type DifferenceRowFragment,
  ReconciliationDifferencesDocument,
  type ReconciliationDifferencesQuery,
  type ReconciliationRunFragment,
} from "../../../graphql/graphql.ts";
import { useAppointmentControl } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { invoiceName } from "../../../ui/table/invoice-name.ts";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { useExplain } from "../explain.ts";
import { isUnderWay, subjectName } from "../reconciliation.ts";
import styles from "./reconciliation.module.css";

const selectDifferences = (data: ReconciliationDifferencesQuery) => data.reconciliation?.differences ?? null;

interface DifferenceListProps {
  readonly run: ReconciliationRunFragment;
  readonly kind: DifferenceKind | null;
  readonly onClear: () => void;
}

/** What a comparison found to differ, with the way to what it is about. */
export function DifferenceList({ run, kind, onClear }: DifferenceListProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const pages = usePages(
    ReconciliationDifferencesDocument,
    { id: run.id, ...(kind === null ? {} : { kinds: [kind] }) },
    selectDifferences,
  );
  useReturnRefresh(pages.refresh);
  const underWay = isUnderWay(run);
  useEachStep(run, pages.refresh);
  const view = useDifferenceView();
  return (
    <Sheet>
      <PagedTable
        pages={pages}
        caption={t("reconciliation.differences")}
        rowKey={({ id }) => id}
        {...view}
        empty={
          <EmptyState
            icon={underWay ? IconHourglass : IconCircleCheck}
            title={t(underWay ? "reconciliation.nothingYetTitle" : "reconciliation.nothingTitle")}
            text={t(
              underWay
                ? "reconciliation.nothingYetText"
                : kind === null
                  ? "reconciliation.nothingText"
                  : "reconciliation.nothingOfKind",
            )}
            action={
              kind === null ? undefined : (
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
}

/** What was found is there after each step. */
function useEachStep({ id, status, stepsDone }: ReconciliationRunFragment, refresh: () => void): void {
  const step = `${id} ${status} ${stepsDone}`;
  const seen = useRef(step);
  useEffect(() => {
    const [before] = seen.current.split(" ");
    const isNext = seen.current !== step && before === id;
    seen.current = step;
    if (isNext) {
      refresh();
    }
  }, [step, id, refresh]);
}

function useDifferenceView() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const patientOf = ({ invoice, appointment }: DifferenceRowFragment) => invoice?.patient ?? appointment?.patient;
    const about = (row: DifferenceRowFragment) =>
      row.invoice !== null
        ? [row.subject === "Invoice" ? null : subjectName(row, t), invoiceName(row.invoice, common, format)]
            .filter((part) => part !== null)
            .join(" · ")
        : row.appointment !== null
          ? t("reconciliation.visitOf", { day: format.day(row.appointment.startsAt) })
          : subjectName(row, t);
    const money = (value: DifferenceRowFragment["expected"]) => (value === null ? "–" : format.money(value));
    const found = (row: DifferenceRowFragment) =>
      row.found === null ? money(null) : <strong className={styles.found}>{money(row.found)}</strong>;
    const columns: readonly Column<DifferenceRowFragment>[] = [
      {
        id: "what",
        header: t("reconciliation.column.what"),
        cell: (row) => (
          <span className={styles.cell}>
            <span className={styles.name}>{t(`reconciliation.kinds.${row.kind}.name`)}</span>
            <span dir="auto" className={styles.detail}>
              <Subject row={row}>{about(row)}</Subject>
            </span>
          </span>
        ),
      },
      {
        id: "patient",
        header: t("reconciliation.column.patient"),
        width: "20%",
        cell: (row) => {
          const patient = patientOf(row);
          return patient ? (
            <span dir="auto" className={styles.person}>
              <Link to={`/patients/${patient.id}`} className={styles.link}>
                {patient.fullName}
              </Link>
            </span>
          ) : (
            <span className={styles.detail}>–</span>
          );
        },
      },
      {
        id: "expected",
        header: t("reconciliation.column.expected"),
        width: "108px",
        align: "end",
        cell: (row) => money(row.expected),
      },
      {
        id: "found",
        header: t("reconciliation.column.found"),
        width: "108px",
        align: "end",
        cell: (row) => found(row),
      },
      {
        id: "actions",
        header: t("reconciliation.column.actions"),
        headerHidden: true,
        width: "156px",
        align: "end",
        cell: (row) => row.kind === "VISIT_WITHOUT_INVOICE" && <DraftButton row={row} />,
      },
    ];
    const compact = (row: DifferenceRowFragment) => (
      <CompactRow
        title={t(`reconciliation.kinds.${row.kind}.name`)}
        detail={
          <>
            <span className={styles.inText}>
              <Subject row={row}>{about(row)}</Subject>
            </span>
            {patientOf(row) ? ` · ${patientOf(row)?.fullName}` : null}
          </>
        }
        end={row.kind === "VISIT_WITHOUT_INVOICE" ? <DraftButton row={row} /> : found(row)}
      />
    );
    return { columns, compact };
  }, [t, common, format]);
}

/** Leads to what a difference is about: its invoice, or its visit. */
function Subject({ row, children }: { readonly row: DifferenceRowFragment; readonly children: string }) {
  const { view } = useAppointmentControl();
  const { invoice, appointment } = row;
  if (invoice !== null) {
    return (
      <Link to={`/billing/${invoice.id}`} className={styles.link}>
        {children}
      </Link>
    );
  }
  return appointment === null ? (
    <bdi>{children}</bdi>
  ) : (
    <button type="button" className={styles.link} onClick={() => view(appointment)}>
      {children}
    </button>
  );
}

/** Makes the invoice that a visit lacks, and opens it. */
function DraftButton({ row }: { readonly row: DifferenceRowFragment }) {
  const { t } = useTranslation("bookkeeping");
  const navigate = useNavigate();
  const create = useCommand(CreateInvoiceDocument, ({ createInvoice }) => createInvoice);
  const happened = useRefusalNotice(useExplain());

  async function draft(): Promise<void> {
    const outcome = await create.send({ appointmentId: row.subjectId });
    if (happened(outcome) && outcome?.kind === "done" && outcome.payload.invoice) {
      await navigate(`/billing/${outcome.payload.invoice.id}`);
    }
  }

  return (
    <Button variant="default" size="xs" loading={create.sending} onClick={() => void draft()}>
      {t("reconciliation.draft")}
    </Button>
  );
}
