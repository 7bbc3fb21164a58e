import { Textarea } from "@mantine/core";
import { useClient } from "urql";
import { VisitType } from "../../../graphql/graphql.ts";
import type { BookedPatient } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import type { UserError } from "../../../lib/graphql/command.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { type BookingValues, bookingSchema, keptOf, reasonLimit } from "../booking.schema.ts";
import { concernsSeries, concernsTimes, placeOf } from "../refusals.ts";
import { sendBooking } from "../send-booking.ts";
import { useFreeTimes } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import { useSeriesPreview } from "../use-series-preview.ts";
import styles from "./booking-dialog.module.css";
import { PatientField } from "./patient-field.tsx";
import { SeriesFields } from "./series-fields.tsx";
import { TimeFields } from "./time-fields.tsx";
import { VisitTypeField } from "./visit-type-field.tsx";
import { WhoField } from "./who-field.tsx";

const usualVisits = 6;

interface BookingDialogProps {
  readonly patient: BookedPatient | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Books a visit, or a series of them: who, with whom, how, when. Patients book for themselves, one visit at a time. */
export function BookingDialog({ patient: given, opened, onClose }: BookingDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { changes } = useLive();
  const { booked, seriesBooked } = useNotices();
  const { roles, patientId: ownId, displayName } = useViewer();
  const own = audienceOf(roles) === "patient";
  const self = own && ownId !== null ? { id: ownId, fullName: displayName, mrn: "" } : null;
  const initial: BookingValues = {
    ...{ patient: self ?? given, who: null, visitType: VisitType.InPerson, slot: null, reason: "" },
    ...{ repetition: null, count: usualVisits, leftOut: [] },
  };
  const form = useForm({
    schema: bookingSchema(() => series.occurrences),
    initial,
    draft: `book:${given?.id ?? "anybody"}`,
    action: t("booking.book"),
    send: (booking, idempotencyKey) => sendBooking(client, booking, idempotencyKey),
    placeOf,
    explain: (error: UserError) => (concernsSeries(error) ? t("booking.series.changed") : refusalText(error, t)),
    onAnswer: (outcome): void => {
      const { slot: wanted, repetition } = form.values;
      if (repetition !== null) {
        if (outcome.kind === "refused") {
          series.refresh();
        }
      } else if (wanted !== null && concernsTimes(outcome)) {
        form.set("slot", null);
        free.markTaken(wanted);
      }
    },
    onDone(visits, { patient, slot: wanted, series: several }) {
      for (const { id } of visits) {
        changes.changed(id);
      }
      const name = own ? visits[0]?.provider?.fullName : patient.fullName;
      if (several === null) {
        booked(wanted.startsAt, name);
      } else {
        seriesBooked(visits[0]?.startsAt ?? wanted.startsAt, name, visits.length);
      }
      onClose();
    },
  });
  const { patient, who, visitType, slot, repetition, count, leftOut } = form.values;
  const free = useFreeTimes({
    ...{ who, patientId: patient?.id ?? null, visitType, timeZone: format.timeZone },
    // What was kept of another time has its day, too.
    startsAt: slot?.startsAt,
  });

  const series = useSeriesPreview({ patientId: patient?.id ?? null, slot, visitType, repetition, count });
  const several = series.occurrences === null ? null : keptOf(series.occurrences, leftOut).length;

  function submitText(): string {
    if (several !== null && several > 0) {
      return t("booking.series.book", { count: several });
    }
    return slot === null ? t("booking.book") : t("booking.bookAt", { time: format.time(slot.startsAt) });
  }

  function wants<Name extends "who" | "visitType">(name: Name, value: BookingValues[Name]): void {
    form.set(name, value);
    form.set("slot", null);
    free.forgetTaken();
  }

  return (
    <FormDialog
      form={form}
      title={t("booking.title")}
      subtitle={t("booking.subtitle", { zone: format.zone })}
      size={760}
      opened={opened}
      onClose={onClose}
      submit={submitText()}
    >
      <div className={styles.fields}>
        {!own && (
          <PatientField
            patient={patient}
            onChange={(next) => form.set("patient", next)}
            error={form.problem("patient")}
          />
        )}
        {/* Alone in its row it would leave the calendar without the times beside it. */}
        <div className={own ? styles.wide : undefined}>
          <WhoField who={who} onChange={(next) => wants("who", next)} error={form.problem("who")} />
        </div>
        <TimeFields
          free={free}
          named={who?.kind === "specialty"}
          slot={slot}
          onChange={(next) => form.set("slot", next)}
          error={who === null ? undefined : form.problem("slot")}
          hint={who === null ? t("booking.whoFirst") : null}
        >
          <VisitTypeField
            visitType={visitType}
            onChange={(next) => wants("visitType", next)}
            error={form.problem("visitType")}
          />
        </TimeFields>
        {!own && <SeriesFields form={form} preview={series} />}
        <Textarea
          className={styles.wide ?? ""}
          label={t("booking.reason")}
          placeholder={t("booking.reasonPlaceholder")}
          rows={2}
          maxLength={reasonLimit.max}
          {...form.text("reason")}
        />
      </div>
    </FormDialog>
  );
}
