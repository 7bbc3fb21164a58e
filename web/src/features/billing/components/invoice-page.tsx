import { ActionIcon, Button } from "@mantine/core";
import {
  IconBan,
  IconCash,
  IconCopy,
  IconDots,
  IconFileTypePdf,
  IconPencil,
  IconPrinter,
  IconReceiptOff,
  IconReceiptRefund,
  IconSend,
} from "@tabler/icons-react";
import { useParams } from "react-router";
import { InvoiceDetailDocument, type InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { audienceOf, isDesk, useViewer } from "../../../lib/viewer.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { type Fact, Facts } from "../../../ui/layout/facts.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { PersonCell } from "../../../ui/people/person-cell.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { InvoiceStatusBadge } from "../../../ui/status/status-badge.tsx";
import { invoiceName } from "../../../ui/table/invoice-name.ts";
import { allowedInvoiceActions, type InvoiceAction, movesMoneyOf } from "../invoice-actions.ts";
import { useInvoiceChanges } from "../use-money-changes.ts";
import { usePdf } from "../use-pdf.ts";
import { CreditNotes } from "./credit-notes.tsx";
import type { InvoiceDialogRequest } from "./invoice-dialog.tsx";
import { InvoiceLines } from "./invoice-lines.tsx";
import styles from "./invoice-page.module.css";
import { InvoicePayments } from "./invoice-payments.tsx";
import { LedgerCard } from "./ledger-card.tsx";

/** From an invoice to the one in its place is another page, whose heading is read. */
export function InvoicePage() {
  const { invoiceId = "" } = useParams();
  return <InvoiceView key={invoiceId} id={invoiceId} />;
}

function InvoiceView({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const staff = audienceOf(viewer.roles) === "staff";
  const { data, error, fetching, retry } = useAnswer({
    query: InvoiceDetailDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useInvoiceChanges(id, retry);
  const { show, dialog } = useLazyDialog<InvoiceDialogRequest>(
    async () => (await import("./invoice-dialog.tsx")).InvoiceDialog,
  );
  const invoice = data?.invoice ?? null;
  const failed = invoice === null && !fetching && failureOf(error, "invoice") !== null;
  const missing = invoice === null && !fetching && !failed;
  const listTitle = staff ? t("billing.title") : t("billing.myTitle");
  const actions = invoice === null ? [] : allowedInvoiceActions(invoice, viewer);

  return (
    <>
      <PageHeader
        title={invoice === null ? (missing ? t("billing.notFoundTitle") : listTitle) : invoiceName(invoice, t, format)}
        before={
          <>
            <p className={styles.issuer}>{viewer.organization.name}</p>
            <BackLink to="/billing" label={listTitle} />
          </>
        }
        subtitle={invoice === null ? " " : <InvoiceSubtitle invoice={invoice} />}
        actions={
          invoice !== null && (
            <InvoiceButtons invoice={invoice} actions={actions} onAct={(kind) => show({ kind, invoice })} />
          )
        }
      />
      {missing && (
        <Sheet>
          <EmptyState icon={IconReceiptOff} title={t("billing.notFoundTitle")} text={t("billing.notFoundText")} />
        </Sheet>
      )}
      {failed && (
        <Sheet>
          <ErrorState onRetry={retry} />
        </Sheet>
      )}
      {invoice === null && fetching && (
        <div className={styles.columns} role="status" aria-label={t("common.loading")}>
          <Sheet>
            <RowsSkeleton rows={4} />
          </Sheet>
          <Sheet>
            <RowsSkeleton rows={4} />
          </Sheet>
        </div>
      )}
      {invoice !== null && (
        <div className={styles.columns}>
          <div className={styles.main}>
            <InvoiceLines invoice={invoice} />
            <InvoicePayments
              invoice={invoice}
              onChange={retry}
              onAct={movesMoneyOf(invoice, viewer) ? (kind, payment) => show({ kind, payment }) : undefined}
            />
            <CreditNotes invoice={invoice} />
            {isDesk(viewer.roles) && invoice.status !== "DRAFT" && <LedgerCard invoiceId={invoice.id} />}
          </div>
          <InvoiceSummary invoice={invoice} linked={staff} />
        </div>
      )}
      {dialog}
    </>
  );
}

const icons = {
  issue: IconSend,
  edit: IconPencil,
  pay: IconCash,
  credit: IconReceiptRefund,
  void: IconBan,
  replace: IconCopy,
} as const satisfies Record<InvoiceAction, unknown>;

/** What leads on, of what is possible; the rest corrects. */
const leading: ReadonlySet<InvoiceAction> = new Set(["issue", "edit", "pay", "replace"]);

interface InvoiceButtonsProps {
  readonly invoice: InvoiceWholeFragment;
  readonly actions: readonly InvoiceAction[];
  readonly onAct: (action: InvoiceAction) => void;
}

/** What comes next as a button, and the rest in a menu. */
function InvoiceButtons({ invoice, actions, onAct }: InvoiceButtonsProps) {
  const { t } = useTranslation("bookkeeping");
  const [first, ...others] = actions;
  const next = first !== undefined && leading.has(first) ? first : undefined;
  const rest = next === undefined ? actions : others;
  const Next = next && icons[next];
  const pdf = usePdf(invoice.id);
  return (
    <>
      <Button
        variant="default"
        className={styles.unprinted ?? ""}
        leftSection={<IconPrinter size={17} stroke={1.7} aria-hidden />}
        onClick={() => window.print()}
      >
        {t("invoice.print")}
      </Button>
      {invoice.status !== "DRAFT" && (
        <Button
          variant="default"
          className={styles.unprinted ?? ""}
          leftSection={<IconFileTypePdf size={17} stroke={1.7} aria-hidden />}
          loading={pdf.loading}
          onClick={() => pdf.open()}
        >
          {t("invoice.pdf")}
        </Button>
      )}
      {next !== undefined && Next !== undefined && (
        <Button
          className={styles.unprinted ?? ""}
          leftSection={<Next size={17} stroke={1.7} aria-hidden />}
          onClick={() => onAct(next)}
        >
          {t(`actions.${next}`)}
        </Button>
      )}
      {rest.length > 0 && (
        <Menu
          width={200}
          button={(button) => (
            <ActionIcon
              {...button}
              variant="default"
              size={36}
              className={styles.unprinted ?? ""}
              aria-label={t("invoice.more")}
            >
              <IconDots size={18} stroke={1.8} aria-hidden />
            </ActionIcon>
          )}
        >
          {rest.map((action) => (
            <MenuItem key={action} icon={icons[action]} danger={action === "void"} onSelect={() => onAct(action)}>
              {t(`actions.${action}`)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

function InvoiceSubtitle({ invoice }: { readonly invoice: InvoiceWholeFragment }) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { issuedAt, dueAt, status, voidedAt, voidReason } = invoice;
  return (
    <div className={styles.subtitle}>
      {issuedAt !== null && <span>{common("billing.issuedOn", { date: format.day(issuedAt) })}</span>}
      {dueAt !== null && status === "ISSUED" && <span>{t("invoice.due", { date: format.day(dueAt) })}</span>}
      {dueAt !== null && status === "OVERDUE" && <span>{t("invoice.overdueSince", { date: format.day(dueAt) })}</span>}
      {voidedAt !== null && (
        <span>
          {t("invoice.voided", { date: format.day(voidedAt), reason: voidReason ?? common("common.notRecorded") })}
        </span>
      )}
      <InvoiceStatusBadge status={status} />
    </div>
  );
}

function InvoiceSummary({ invoice, linked }: { readonly invoice: InvoiceWholeFragment; readonly linked: boolean }) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { patient, appointment, cause, dueAt, replaces, replacedBy } = invoice;
  const other = (one: NonNullable<typeof replaces>) => (
    <TextLink to={`/billing/${one.id}`}>{invoiceName(one, common, format)}</TextLink>
  );
  const facts: readonly (Fact | false)[] = [
    linked && {
      label: common("billing.column.patient"),
      value: (
        <PersonCell
          avatar={false}
          name={patient?.fullName}
          detail={patient ? common("person.mrn", { mrn: patient.mrn }) : undefined}
          to={patient ? `/patients/${patient.id}` : undefined}
        />
      ),
    },
    cause !== null && { label: t("invoice.for"), value: t(`causes.${cause}`) },
    appointment !== null && { label: common("billing.visit"), value: format.day(appointment.startsAt) },
    dueAt !== null && { label: t("invoice.dueLabel"), value: format.day(dueAt) },
    replaces !== null && { label: t("invoice.replaces"), value: other(replaces) },
    replacedBy !== null && { label: t("invoice.replacedBy"), value: other(replacedBy) },
    { label: common("billing.column.payer"), value: invoice.payer?.name ?? common("billing.selfPay") },
    { label: common("billing.patientShare"), value: format.money(invoice.patientShare) },
    { label: common("billing.payerShare"), value: format.money(invoice.payerShare) },
    {
      label: common("billing.column.balance"),
      value: <strong className={styles.balance}>{format.money(invoice.balance)}</strong>,
    },
  ];
  return (
    <Card title={common("billing.summary")}>
      <Facts facts={facts.filter((fact) => fact !== false)} />
    </Card>
  );
}
