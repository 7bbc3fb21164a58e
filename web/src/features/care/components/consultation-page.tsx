import { Button } from "@mantine/core";
import { IconCalendarPlus, IconUserOff } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { ConsultationPageDocument, type ConsultationPageQuery } from "../../../graphql/graphql.ts";
import { type AppointmentAction, allowedActions } from "../../../lib/appointment-actions.ts";
import { useAppointmentControl } from "../../../lib/appointment-control.ts";
import { ageOn } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { JoinLink } from "../../../ui/layout/join-link.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { Avatar } from "../../../ui/people/avatar.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { AppointmentStatusBadge } from "../../../ui/status/status-badge.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { VisitTypeIcon } from "../../../ui/table/visit-type-icon.tsx";
import { AllergiesCard } from "./allergies-card.tsx";
import { ConditionsCard } from "./conditions-card.tsx";
import styles from "./consultation.module.css";
import { MedicationsCard } from "./medications-card.tsx";
import { NoteEditor } from "./note-editor.tsx";
import { NoteList } from "./note-list.tsx";
import { PrescriptionList } from "./prescription-list.tsx";

type Visit = NonNullable<ConsultationPageQuery["appointment"]>;
type VisitPatient = NonNullable<Visit["patient"]>;

/** A visit as whoever sees the patient works through it: what matters of the patient, the note, what is prescribed. */
export function ConsultationPage() {
  const { t } = useTranslation("record");
  const { appointmentId = "" } = useParams();
  const { providerId } = useViewer();
  const { data, current, error, fetching, stale, retry } = useAnswer({
    query: ConsultationPageDocument,
    variables: { id: appointmentId },
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  const visit = (current && data?.appointment) || null;
  const missing = visit === null && !fetching && failureOf(error, "appointment") === null;
  const back =
    providerId === null ? { to: "/board", label: t("boardTitle") } : { to: "/my-day", label: t("myDay.title") };

  return (
    <>
      <PageHeader
        title={visit?.patient?.fullName ?? t("consultation.title")}
        documentTitle={t("consultation.title")}
        before={<BackLink {...back} />}
        lead={visit?.patient && <Avatar name={visit.patient.fullName} size={56} />}
        subtitle={visit === null ? " " : <VisitFacts visit={visit} />}
        actions={visit && <VisitActions visit={visit} />}
      />
      {missing ? (
        <Sheet>
          <EmptyState icon={IconUserOff} title={t("consultation.missingTitle")} text={t("consultation.missingText")} />
        </Sheet>
      ) : (
        <Answered value={visit} fetching={fetching} onRetry={retry} skeleton={[160, 360, 200]}>
          {(shown) =>
            shown.patient === null ? (
              <Sheet>
                <EmptyState
                  icon={IconUserOff}
                  title={t("consultation.hiddenTitle")}
                  text={t("consultation.hiddenText")}
                />
              </Sheet>
            ) : (
              <Consultation key={shown.id} visit={shown} patient={shown.patient} fresh={!stale} onChanged={retry} />
            )
          }
        </Answered>
      )}
    </>
  );
}

function VisitFacts({ visit }: { visit: Visit }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { patient } = visit;
  return (
    <div className={styles.facts}>
      {patient && (
        <>
          <span>{common("person.mrn", { mrn: patient.mrn })}</span>
          {patient.birthDate !== null && (
            <span>
              {common("person.bornAge", {
                date: format.date(patient.birthDate),
                count: ageOn(patient.birthDate, patient.deceasedDate ?? dayInZone(new Date(), format.timeZone)),
              })}
            </span>
          )}
          {patient.gender !== null && patient.gender !== "UNKNOWN" && (
            <span>{common(`person.gender.${patient.gender}`)}</span>
          )}
          {patient.settings?.needsInterpreter && <Badge tone="blue" label={t("needsInterpreter")} />}
        </>
      )}
      <span className={styles.visit}>
        <VisitTypeIcon visitType={visit.visitType} />
        {format.day(visit.startsAt, { weekday: "short", day: "numeric", month: "short" })},{" "}
        {format.time(visit.startsAt)}
      </span>
      <AppointmentStatusBadge status={visit.status} />
    </div>
  );
}

// In the order in which a visit goes; the others are in the menu of its row.
const steps = ["checkIn", "start", "complete"] as const satisfies readonly AppointmentAction[];

function VisitActions({ visit }: { visit: Visit }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const viewer = useViewer();
  const now = useNow();
  const { act, book } = useAppointmentControl();
  const actions = allowedActions(visit, { viewer, now, timeZone: format.timeZone });
  const { patient } = visit;
  return (
    <>
      {patient && (
        <Button variant="default" component={Link} to={`/patients/${patient.id}`}>
          {t("consultation.record")}
        </Button>
      )}
      {patient && !patient.archived && (
        <Button
          variant="default"
          leftSection={<IconCalendarPlus size={16} stroke={1.7} aria-hidden />}
          onClick={() => book(patient)}
        >
          {t("consultation.next")}
        </Button>
      )}
      {actions.includes("join") && visit.consultation?.joinUrl && <JoinLink joinUrl={visit.consultation.joinUrl} />}
      {steps
        .filter((step) => actions.includes(step))
        .map((step) => (
          <Button key={step} variant={step === "checkIn" ? "default" : "filled"} onClick={() => act(step, visit)}>
            {common(`appointments.actions.${step}`)}
          </Button>
        ))}
    </>
  );
}

interface ConsultationProps {
  readonly visit: Visit;
  readonly patient: VisitPatient;
  /** Whether no newer answer is on its way. */
  readonly fresh: boolean;
  readonly onChanged: () => void;
}

function Consultation({ visit, patient, fresh, onChanged }: ConsultationProps) {
  const { t } = useTranslation("record");
  const viewer = useViewer();
  const about = { id: patient.id, name: patient.fullName };
  const writes = mayWithRecords(viewer, "changeHistory") && !patient.archived;
  const notes = visit.visitNotes?.nodes ?? null;
  const draft = notes?.find((note) => note.status === "DRAFT" && note.authorId === viewer.id) ?? null;
  const own = notes?.filter(({ status }) => status !== "DRAFT") ?? [];
  const past = patient.pastNotes?.nodes.filter((note) => note.status !== "DRAFT" && note.appointment?.id !== visit.id);
  const upcoming = useAppointmentView({ about: "patient", withDay: true, linked: true });
  const next = patient.nextVisits?.nodes.filter(({ id }) => id !== visit.id) ?? [];

  return (
    <div className={styles.page}>
      <div className={styles.essentials}>
        <AllergiesCard patient={about} entries={patient.allergies} onChanged={onChanged} />
        <ConditionsCard patient={about} entries={patient.conditions} onChanged={onChanged} />
        <MedicationsCard patient={about} entries={patient.medications} onChanged={onChanged} />
      </div>
      <div className={styles.work}>
        <p className={styles.reason}>
          <strong>{t("consultation.reason")}</strong> {visit.reason || t("consultation.noReason")}
        </p>
        {writes && notes !== null && (
          <NoteEditor
            patientId={patient.id}
            appointmentId={visit.id}
            fresh={fresh}
            draft={draft}
            signed={own.length > 0}
            onSigned={onChanged}
          />
        )}
        {own.length > 0 && (
          <Card title={t("notes.ofVisit")} flush>
            <NoteList notes={own} onChanged={onChanged} />
          </Card>
        )}
        <PrescriptionList
          title={t("prescriptions.active")}
          patient={about}
          appointmentId={visit.id}
          prescriptions={patient.activePrescriptions?.nodes ?? null}
          onChanged={onChanged}
        />
        {past !== undefined && (
          <Card
            title={t("notes.past")}
            flush
            aside={<TextLink to={`/patients/${patient.id}/notes`}>{t("viewAll")}</TextLink>}
          >
            {past.length === 0 ? (
              <EmptyState text={t("notes.pastEmpty")} />
            ) : (
              <NoteList notes={past} folded onChanged={onChanged} />
            )}
          </Card>
        )}
        <Card title={t("visits.next")} flush>
          {next.length === 0 ? (
            <EmptyState text={t("visits.nextEmpty")} />
          ) : (
            <DataTable caption={t("visits.next")} rows={next} rowKey={(row) => row.id} narrow {...upcoming} />
          )}
        </Card>
      </div>
    </div>
  );
}
