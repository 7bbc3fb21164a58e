import { Skeleton } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { PatientRecordDocument, type PatientRecordQuery } from "../../../graphql/graphql.ts";
import { ageOn } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { useInvoiceView } from "../../../ui/table/invoice-columns.tsx";
import { LivePatientStatus } from "./live-patient-status.tsx";
import { PatientConditions } from "./patient-conditions.tsx";
import { PatientContact, PatientDetails } from "./patient-facts.tsx";
import styles from "./patient-record.module.css";

export type RecordedPatient = NonNullable<PatientRecordQuery["patient"]>;

interface PatientRecordProps {
  readonly id: string;
  readonly back?: { readonly to: string; readonly label: string };
}

/** Everything about one patient. What a failing service owes is marked in its own section. */
export function PatientRecord({ id, back }: PatientRecordProps) {
  const { t } = useTranslation();
  const { data, error, fetching, retry } = useAnswer({
    query: PatientRecordDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  const patient = data?.patient ?? null;
  const failed = patient === null && !fetching && failureOf(error, "patient") !== null;
  const missing = patient === null && !fetching && !failed;

  return (
    <>
      <PageHeader
        title={patient?.fullName ?? (missing ? t("patients.notFoundTitle") : t("patients.title"))}
        before={back === undefined ? undefined : <BackLink to={back.to} label={back.label} />}
        subtitle={patient === null ? " " : <RecordSubtitle patient={patient} />}
        actions={
          patient === null ? undefined : (
            <>
              {!patient.archived && <NewAppointment patient={patient} />}
              <Avatar name={patient.fullName} size={56} />
            </>
          )
        }
      />
      {missing && (
        <Sheet>
          <EmptyState icon={IconUserOff} title={t("patients.notFoundTitle")} text={t("patients.notFoundText")} />
        </Sheet>
      )}
      {failed && (
        <Sheet>
          <ErrorState onRetry={retry} />
        </Sheet>
      )}
      {patient === null && fetching && <RecordSkeleton />}
      {patient !== null && (
        <RecordSections
          patient={patient}
          failed={(section) => failureOf(error, "patient", section) !== null}
          retry={retry}
        />
      )}
    </>
  );
}

function RecordSubtitle({ patient }: { patient: RecordedPatient }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lastDay = patient.deceasedDate ?? dayInZone(new Date(), format.timeZone);
  return (
    <div className={styles.subtitle}>
      <span>{t("person.mrn", { mrn: patient.mrn })}</span>
      {patient.birthDate !== null && (
        <span>
          {t("person.bornAge", { date: format.date(patient.birthDate), count: ageOn(patient.birthDate, lastDay) })}
        </span>
      )}
      <LivePatientStatus patient={patient} />
      {patient.archived && <Badge tone="grey" label={t("person.archived")} />}
    </div>
  );
}

interface RecordSectionsProps {
  readonly patient: RecordedPatient;
  readonly failed: (section: string) => boolean;
  readonly retry: () => void;
}

function RecordSections({ patient, failed, retry }: RecordSectionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const linked = audienceOf(useViewer().roles) === "staff";
  const appointments = useAppointmentView({ about: "patient", withDay: true, linked });
  const invoices = useInvoiceView({ aboutPatient: true, withPayer: false });
  const { upcomingAppointments: upcoming, pastAppointments: past } = patient;
  const isCut = (connection: { totalCount: number; nodes: readonly unknown[] } | null) =>
    connection !== null && connection.totalCount > connection.nodes.length;
  const ofPatient = `patient=${encodeURIComponent(patient.id)}`;

  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {(
          [
            ["upcomingAppointments", upcoming, t("patients.upcoming"), t("patients.upcomingEmpty"), "upcoming"],
            ["pastAppointments", past, t("patients.past"), t("patients.pastEmpty"), "all"],
          ] as const
        ).map(([section, connection, title, empty, period]) => (
          <Card
            key={section}
            title={title}
            subtitle={t("common.timesIn", { zone: format.zone })}
            flush
            aside={isCut(connection) && <ViewAll to={`/appointments?${ofPatient}&period=${period}`} title={title} />}
          >
            {connection === null && failed(section) ? (
              <ErrorState onRetry={retry} />
            ) : connection === null || connection.nodes.length === 0 ? (
              <EmptyState text={empty} />
            ) : (
              <DataTable caption={title} rows={connection.nodes} rowKey={(row) => row.id} {...appointments} />
            )}
          </Card>
        ))}
        <Card
          title={t("patients.invoices")}
          flush
          aside={isCut(patient.invoices) && <ViewAll to={`/billing?${ofPatient}`} title={t("patients.invoices")} />}
        >
          {patient.invoices === null && failed("invoices") ? (
            <ErrorState onRetry={retry} />
          ) : patient.invoices === null || patient.invoices.nodes.length === 0 ? (
            <EmptyState text={t("patients.invoicesEmpty")} />
          ) : (
            <DataTable
              caption={t("patients.invoices")}
              rows={patient.invoices.nodes}
              rowKey={(row) => row.id}
              {...invoices}
            />
          )}
        </Card>
      </div>
      <div className={styles.side}>
        <PatientDetails patient={patient} />
        <PatientContact patient={patient} />
        <PatientConditions patient={patient} failed={failed("conditions")} onRetry={retry} />
      </div>
    </div>
  );
}

function ViewAll({ to, title }: { to: string; title: string }) {
  const { t } = useTranslation();
  return (
    <TextLink to={to} label={`${t("common.viewAll")}: ${title}`}>
      {t("common.viewAll")}
    </TextLink>
  );
}

function RecordSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.columns} role="status" aria-label={t("common.loading")}>
      <div className={styles.main}>
        <Skeleton height={240} radius={12} />
        <Skeleton height={320} radius={12} />
      </div>
      <div className={styles.side}>
        <Skeleton height={220} radius={12} />
        <Skeleton height={200} radius={12} />
      </div>
    </div>
  );
}
