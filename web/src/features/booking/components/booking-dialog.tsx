import { Textarea } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import { BookAppointmentDocument, VisitType } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import type { BookedPatient } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { chosen, optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { concernsTimes, placeOf } from "../refusals.ts";
import { useFreeTimes, type Who } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import styles from "./booking-dialog.module.css";
import { PatientField } from "./patient-field.tsx";
import type { ChosenSlot } from "./slot-list.tsx";
import { TimeFields } from "./time-fields.tsx";
import { VisitTypeField } from "./visit-type-field.tsx";
import { WhoField } from "./who-field.tsx";

const limit = limits.BookAppointmentInput.reason;

const schema = z.object({
  patient: chosen<BookedPatient>("booking.patientMissing"),
  who: chosen<Who>("booking.whoMissing"),
  visitType: z.enum(VisitType),
  slot: chosen<ChosenSlot>("booking.timeMissing"),
  reason: optionalText(limit),
});

type BookingValues = z.input<typeof schema>;

interface BookingDialogProps {
  readonly patient: BookedPatient | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Books a visit: who, with whom, how, when. Patients book for themselves. */
export function BookingDialog({ patient: given, opened, onClose }: BookingDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { changes } = useLive();
  const { booked } = useNotices();
  const { roles, patientId: ownId, displayName } = useViewer();
  const own = audienceOf(roles) === "patient";
  const self = own && ownId !== null ? { id: ownId, fullName: displayName, mrn: "" } : null;
  const initial: BookingValues = {
    ...{ patient: self ?? given, who: null, visitType: VisitType.InPerson, slot: null, reason: "" },
  };
  const form = useForm({
    schema,
    initial,
    draft: `book:${given?.id ?? "anybody"}`,
    action: t("booking.book"),
    send({ patient, visitType, slot, reason }, idempotencyKey) {
      const input = {
        ...{ patientId: patient.id, providerId: slot.providerId, startsAt: slot.startsAt, visitType, idempotencyKey },
        ...(reason === undefined ? {} : { reason }),
      };
      return sendCommand(client, BookAppointmentDocument, input, (data) => data.bookAppointment);
    },
    placeOf,
    onAnswer: (outcome): void => {
      const { slot: wanted } = form.values;
      if (wanted !== null && concernsTimes(outcome)) {
        form.set("slot", null);
        free.markTaken(wanted);
      }
    },
    onDone({ appointment }, { patient, slot: wanted }) {
      if (appointment) {
        changes.changed(appointment.id);
      }
      booked(wanted.startsAt, own ? appointment?.provider?.fullName : patient.fullName);
      onClose();
    },
  });
  const { patient, who, visitType, slot } = form.values;
  const free = useFreeTimes({
    ...{ who, patientId: patient?.id ?? null, visitType, timeZone: format.timeZone },
    // What was kept of another time has its day, too.
    startsAt: slot?.startsAt,
  });

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
      submit={slot === null ? t("booking.book") : t("booking.bookAt", { time: format.time(slot.startsAt) })}
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
        <Textarea
          className={styles.wide ?? ""}
          label={t("booking.reason")}
          placeholder={t("booking.reasonPlaceholder")}
          rows={2}
          maxLength={limit.max}
          {...form.text("reason")}
        />
      </div>
    </FormDialog>
  );
}
