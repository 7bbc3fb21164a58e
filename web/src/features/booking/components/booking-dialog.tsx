import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Textarea } from "@mantine/core";
import { useClient } from "urql";
import { VisitType } from "../../../graphql/graphql.ts";
import type { BookedPatient } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import type { UserError } from "../../../lib/graphql/command.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, isDesk, useViewer } from "../../../lib/viewer.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { type BookingValues, bookingSchema, keptOf, reasonLimit } from "../booking.schema.ts";
import { concernsSeries, concernsTimes, placeOf } from "../refusals.ts";
import { sendBooking } from "../send-booking.ts";
import { useFreeTimes } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import { useSeriesNotices } from "../use-series-notices.ts";
import { useSeriesPreview } from "../use-series-preview.ts";
import styles from "./booking-dialog.module.css";
import { OverbookingFields } from "./overbooking-fields.tsx";
import { PatientField } from "./patient-field.tsx";
import { SeriesFields } from "./series-fields.tsx";
import type { ChosenSlot } from "./slot-list.tsx";
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
  const { booked } = useNotices();
  const { seriesBooked } = useSeriesNotices();
  const { roles, patientId: ownId, displayName } = useViewer();
  const own = audienceOf(roles) === "patient";
  const self = own && ownId !== null ? { id: ownId, fullName: displayName, mrn: "" } : null;
  const initial: BookingValues = {
    ...{ patient: self ?? given, who: null, visitType: VisitType.InPerson, slot: null, reason: "" },
    ...{
      repetition: null,
      count: format.number(usualVisits),
      leftOut: [],
      overbooking: false,
      at: "",
      overrideReason: "",
    },
  };
  const form = useForm({
    schema: bookingSchema(() => series.occurrences),
    initial,
    draft: `book:${given?.id ?? "anybody"}`,
    action: t("booking.book"),
    send: (booking, idempotencyKey) => sendBooking(client, booking, idempotencyKey),
    placeOf,
    explain(error: UserError) {
      if (form.values.overbooking && error.code === "OUTSIDE_AVAILABILITY") {
        return t("booking.overbooking.outside");
      }
      return concernsSeries(error) ? t("booking.series.changed") : refusalText(error, t);
    },
    onAnswer: (outcome): void => {
      const { slot: wanted, repetition, overbooking } = form.values;
      if (overbooking) {
        return;
      }
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
  const { patient, who, visitType, slot, repetition, count, leftOut, overbooking } = form.values;
  const free = useFreeTimes({
    ...{ who, patientId: patient?.id ?? null, visitType, timeZone: format.timeZone },
    // What was kept of another time has its day, too.
    startsAt: slot?.startsAt,
  });

  const series = useSeriesPreview({ patientId: patient?.id ?? null, slot, visitType, repetition, count });
  const several = series.occurrences === null ? null : keptOf(series.occurrences, leftOut).length;

  // A specialty's providers are chosen by who is free.
  const overbookable = isDesk(roles) && who?.kind === "provider" ? who.id : null;

  function submitText(): string {
    if (overbooking) {
      return slot === null
        ? t("booking.overbooking.book")
        : t("booking.overbooking.bookAt", {
            day: format.day(slot.startsAt, { weekday: "short", day: "numeric", month: "short" }),
            time: format.time(slot.startsAt),
          });
    }
    if (several !== null && several > 0) {
      return t("booking.series.book", { count: several });
    }
    return slot === null ? t("booking.book") : t("booking.bookAt", { time: format.time(slot.startsAt) });
  }

  function wants<Name extends "who" | "visitType">(name: Name, value: BookingValues[Name]): void {
    form.set(name, value);
    choose(null);
    free.forgetTaken();
    if (name === "who") {
      form.set("overbooking", false);
    }
  }

  function choose(next: ChosenSlot | null): void {
    form.set("slot", next);
    form.set("at", "");
  }

  function overbook(wanted: boolean): void {
    form.set("overbooking", wanted);
    form.set("repetition", null);
    choose(null);
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
          slot={overbooking ? null : slot}
          onChange={choose}
          instead={
            overbooking && overbookable !== null ? (
              <OverbookingFields form={form} providerId={overbookable} day={free.day} onDay={free.setDay} />
            ) : undefined
          }
          below={
            overbookable !== null && (
              <Checkbox
                label={t("booking.overbooking.toggle")}
                checked={overbooking}
                onChange={({ currentTarget }) => overbook(currentTarget.checked)}
              />
            )
          }
          error={who === null ? undefined : form.problem("slot")}
          hint={who === null ? t("booking.whoFirst") : null}
        >
          <VisitTypeField
            visitType={visitType}
            onChange={(next) => wants("visitType", next)}
            error={form.problem("visitType")}
          />
        </TimeFields>
        {!own && !overbooking && <SeriesFields form={form} preview={series} />}
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
