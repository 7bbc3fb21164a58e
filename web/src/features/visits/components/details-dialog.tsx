import { Button, Skeleton } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { type AppointmentRowFragment, VisitDetailsDocument, type VisitDetailsQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { type Fact, Facts } from "../../../ui/layout/facts.tsx";
import { JoinLink } from "../../../ui/layout/join-link.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { AppointmentStatusBadge } from "../../../ui/status/status-badge.tsx";
import { invoiceName } from "../../../ui/table/invoice-name.ts";
import { ConsultationSummary } from "./consultation-summary.tsx";
import styles from "./details-dialog.module.css";
import { OverlapNotice } from "./overlap-notice.tsx";
import { SeriesVisits } from "./series-visits.tsx";
import { VisitHistory } from "./visit-history.tsx";

type Cancellation = NonNullable<NonNullable<VisitDetailsQuery["appointment"]>["cancellation"]>;

interface DetailsDialogProps {
  readonly appointment: AppointmentRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What is known of a visit: how it stands, and what came of it. */
export function DetailsDialog({ appointment, opened, onClose }: DetailsDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DialogFrame
      title={t("appointments.details")}
      subtitle={`${format.day(appointment.startsAt, { dateStyle: "full" })} · ${t("common.timesIn", { zone: format.zone })}`}
      size={640}
      opened={opened}
      onClose={onClose}
      buttons={
        <>
          <Button
            variant="default"
            leftSection={<IconPrinter size={17} stroke={1.7} aria-hidden />}
            onClick={() => window.print()}
          >
            {t("visits.print")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      <Details appointment={appointment} />
    </DialogFrame>
  );
}

// Only while the dialog is open: nobody asks for the details of a row that is not looked at.
function Details({ appointment }: { appointment: AppointmentRowFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { roles } = useViewer();
  const { data, error, fetching, retry } = useAnswer({
    query: VisitDetailsDocument,
    variables: { id: appointment.id },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  const visit = data?.appointment ?? appointment;
  const consultation = data?.appointment?.consultation ?? null;
  const summary = consultation?.summary ?? null;
  const failed = !fetching && consultation === null && failureOf(error, "appointment", "consultation") !== null;

  const details = data?.appointment ?? null;
  const visits = details?.series?.appointments ?? [];
  const overlapping = details?.overlapping ?? [];
  const staff = audienceOf(roles) === "staff";
  const history = staff ? (details?.statusHistory ?? []) : [];
  const { location = null, cancellation = null, invoice = null } = details ?? {};

  function cancellationText({ onBehalfOf, late, fee, feeWaived }: Cancellation): string {
    const cost = feeWaived ? t("visits.feeWaived") : fee && t("visits.feeDue", { fee: format.money(fee) });
    return [t(`visits.calledOffBy.${onBehalfOf}`), late && t("visits.late"), cost].filter(Boolean).join(" · ");
  }

  const facts: readonly (Fact | false)[] = [
    { label: t("appointments.column.status"), value: <AppointmentStatusBadge status={visit.status} /> },
    {
      label: t("appointments.column.reason"),
      value: visit.reason === null || visit.reason === "" ? t("appointments.noReason") : visit.reason,
    },
    location !== null && {
      label: t("visits.place"),
      value: <bdi>{[location.name, location.address?.line, location.address?.city].filter(Boolean).join(", ")}</bdi>,
    },
    staff &&
      details?.overbooked === true && {
        label: t("visits.overbooked"),
        value: history.find(({ cause }) => cause === "OVERBOOKED")?.reason ?? t("common.notRecorded"),
      },
    cancellation !== null && { label: t("visits.calledOff"), value: cancellationText(cancellation) },
    invoice !== null && {
      label: t("billing.invoice"),
      value: <TextLink to={`/billing/${invoice.id}`}>{invoiceName(invoice, t, format)}</TextLink>,
    },
    consultation !== null &&
      consultation.startedAt !== null && { label: t("visits.began"), value: format.time(consultation.startedAt) },
    consultation !== null &&
      consultation.completedAt !== null && { label: t("visits.ended"), value: format.time(consultation.completedAt) },
  ];
  return (
    <>
      <VisitLine appointment={visit} />
      {overlapping.length > 0 && <OverlapNotice visits={overlapping} />}
      <div className={styles.facts}>
        <Facts facts={facts.filter((fact) => fact !== false)} />
      </div>
      {data === undefined && fetching && (
        <div role="status" aria-label={t("common.loading")}>
          <Skeleton height={96} radius={10} mt={8} />
        </div>
      )}
      {visits.length > 1 && <SeriesVisits visits={visits} shown={appointment.id} />}
      {consultation?.joinUrl && <JoinLink joinUrl={consultation.joinUrl} />}
      {failed && <ErrorState onRetry={retry} />}
      {summary !== null && <ConsultationSummary summary={summary} />}
      {history.length > 0 && <VisitHistory steps={history} />}
    </>
  );
}
