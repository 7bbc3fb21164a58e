import { IconUserOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Outlet } from "react-router";
import { PatientHeadDocument, type PatientHeadQuery } from "../../../graphql/graphql.ts";
import { ageOn } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import type { OpenPatient } from "../../../lib/open-patient.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer, ViewerContext } from "../../../lib/viewer.ts";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { TabNav } from "../../../ui/layout/tab-nav.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { patientPartsFor } from "../patient-parts.ts";
import { EmergencyAccess } from "./emergency-access.tsx";
import { EmergencyBanner } from "./emergency-banner.tsx";
import { LivePatientStatus } from "./live-patient-status.tsx";
import { PatientActions } from "./patient-actions.tsx";
import { PatientAllergies } from "./patient-allergies.tsx";
import styles from "./patient-head.module.css";

export type HeadPatient = NonNullable<PatientHeadQuery["patient"]>;

interface PatientPageProps {
  readonly id: string;
  /** The page's own address, below which its parts are. */
  readonly base: string;
  /** Whether it is the reader's own record. */
  readonly own?: boolean;
}

/** One patient: who they are above, and the parts of their record below, each with an address of its own. */
export function PatientPage({ id, base, own = false }: PatientPageProps) {
  const { t: common } = useTranslation();
  const { t } = useTranslation("record");
  const viewer = useViewer();
  const { data, error, fetching, stale, retry } = useAnswer({
    query: PatientHeadDocument,
    variables: {
      id,
      emergency: !own && mayWithRecords(viewer, "breakGlass"),
      restriction: mayWithRecords(viewer, "restrict"),
    },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  useReturnRefresh(retry);
  const patient = data?.patient ?? null;
  const failed = patient === null && !fetching && failureOf(error, "patient") !== null;
  // What of the question is known already comes before the answer: it does not say that there is no patient. Once that was
  // said it stands while it is asked again, with the dialog that may be open.
  const [missingId, setMissingId] = useState<string>();
  const lacking = patient !== null ? undefined : fetching || stale || failed ? missingId : id;
  if (lacking !== missingId) {
    setMissingId(lacking);
  }
  const missing = patient === null && !failed && lacking === id;
  const held = data?.viewer?.breakGlassAccesses ?? [];
  const emergency = held.find((access) => access.patient?.id === patient?.id);
  const reader = useMemo(
    () => (emergency === undefined ? viewer : { ...viewer, readsOnly: true }),
    [viewer, emergency],
  );
  const restricted = (data?.patientRestrictions?.nodes.length ?? 0) > 0;
  const tabs = patientPartsFor(viewer).map((path) => ({
    to: path === "" ? base : `${base}/${path}`,
    label: t(`parts.${path === "" ? "summary" : own && path === "data" ? "ownData" : path}`),
  }));
  const open = useMemo<OpenPatient | null>(
    () =>
      patient && {
        ...{ id: patient.id, fullName: patient.fullName, mrn: patient.mrn, archived: patient.archived },
        ...{ own, refresh: retry },
      },
    [patient, own, retry],
  );

  return (
    <ViewerContext value={reader}>
      <PageHeader
        title={patient?.fullName ?? (missing ? common("patients.notFoundTitle") : common("patients.title"))}
        documentTitle={own ? common("shell.myRecord") : t("pageTitle")}
        before={own ? undefined : <BackLink to="/patients" label={common("patients.title")} />}
        lead={patient && <Avatar name={patient.fullName} size={56} picture={patient.picture?.thumbnail?.url} />}
        subtitle={patient === null ? " " : <PatientFacts patient={patient} restricted={restricted} />}
        actions={patient && <PatientActions patient={patient} onChanged={retry} />}
      />
      {missing && (
        <Sheet>
          <EmptyState
            icon={IconUserOff}
            title={common("patients.notFoundTitle")}
            text={common("patients.notFoundText")}
            action={
              !own &&
              mayWithRecords(viewer, "breakGlass") && <EmergencyAccess patientId={id} held={held} onChanged={retry} />
            }
          />
        </Sheet>
      )}
      {failed && (
        <Sheet>
          <ErrorState onRetry={retry} />
        </Sheet>
      )}
      {patient !== null && (
        <>
          {emergency && <EmergencyBanner access={emergency} onOver={retry} />}
          <PatientAllergies allergies={patient.allergies} />
          <TabNav parts label={t("partsLabel")} tabs={tabs} />
        </>
      )}
      {/* A part asks for what it shows while the head is on its way: both belong to one address. */}
      {!missing && !failed && (
        <Outlet context={open ?? { id, fullName: "", mrn: "", archived: false, own, refresh: retry }} />
      )}
    </ViewerContext>
  );
}

function PatientFacts({ patient, restricted }: { patient: HeadPatient; restricted: boolean }) {
  const { t: common } = useTranslation();
  const { t } = useTranslation("record");
  const format = useFormat();
  const { birthDate, deceasedDate, gender } = patient;
  const lastDay = deceasedDate ?? dayInZone(new Date(), format.timeZone);
  return (
    <div className={styles.facts}>
      <span>{common("person.mrn", { mrn: patient.mrn })}</span>
      {birthDate !== null && (
        <span>{common("person.bornAge", { date: format.date(birthDate), count: ageOn(birthDate, lastDay) })}</span>
      )}
      {gender !== null && gender !== "UNKNOWN" && <span>{common(`person.gender.${gender}`)}</span>}
      <LivePatientStatus patient={patient} />
      {patient.settings?.needsInterpreter && <Badge tone="blue" label={t("needsInterpreter")} />}
      {deceasedDate !== null && <Badge tone="grey" label={t("diedOn", { date: format.date(deceasedDate) })} />}
      {restricted && <Badge tone="amber" label={t("restriction.badge")} />}
      {patient.archived && <Badge tone="grey" label={common("person.archived")} />}
    </div>
  );
}
