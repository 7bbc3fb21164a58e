import { Text } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type AppointmentRowFragment,
  CancellationPreviewDocument,
  RescheduleAppointmentDocument,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { chosen } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { concernsTimes, placeOf } from "../refusals.ts";
import { useFreeTimes, type Who } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import styles from "./booking-dialog.module.css";
import type { ChosenSlot } from "./slot-list.tsx";
import { TimeFields } from "./time-fields.tsx";

const schema = z.object({ slot: chosen<ChosenSlot>("booking.timeMissing") });

interface RescheduleDialogProps {
  readonly appointment: AppointmentRowFragment;
  /** The new time, where it was chosen before the dialog opened. */
  readonly startsAt?: string | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Moves a visit to another free time of the same provider. */
export function RescheduleDialog({ appointment, startsAt, opened, onClose }: RescheduleDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { changes } = useLive();
  const { moved } = useNotices();
  const own = audienceOf(useViewer().roles) === "patient";
  // What a patient moves late stays late, which they are told before.
  const fee = useAnswer({
    query: CancellationPreviewDocument,
    variables: { appointmentId: appointment.id },
    pause: !(opened && own),
    requestPolicy: "network-only",
  }).data?.cancellationPreview?.fee;
  const { patient, provider, visitType } = appointment;
  const form = useForm({
    schema,
    initial: { slot: slotAt(appointment, startsAt) },
    action: t("booking.move"),
    send: ({ slot }, idempotencyKey) =>
      sendCommand(
        client,
        RescheduleAppointmentDocument,
        { id: appointment.id, startsAt: slot.startsAt, expectedVersion: appointment.version, idempotencyKey },
        (data) => data.rescheduleAppointment,
      ),
    placeOf,
    onAnswer: (outcome): void => {
      changes.changed(appointment.id);
      const { slot: wanted } = form.values;
      if (wanted !== null && concernsTimes(outcome)) {
        form.set("slot", null);
        free.markTaken(wanted);
      }
    },
    onDone(_, { slot }) {
      moved(slot.startsAt, own ? provider?.fullName : patient?.fullName);
      onClose();
    },
  });
  const { slot } = form.values;
  const who: Who | null = provider === null ? null : { kind: "provider", id: provider.id, label: provider.fullName };
  const free = useFreeTimes({ who, patientId: patient?.id ?? null, visitType, timeZone: format.timeZone, startsAt });

  return (
    <FormDialog
      form={form}
      title={t("booking.moveTitle")}
      subtitle={t("booking.subtitle", { zone: format.zone })}
      size={760}
      opened={opened}
      onClose={onClose}
      submit={slot === null ? t("booking.move") : t("booking.moveTo", { time: format.time(slot.startsAt) })}
    >
      <div className={styles.fields}>
        <div className={styles.wide}>
          <VisitLine appointment={appointment} />
          {fee && (
            <Text mt={10} size="sm" role="status">
              {t("booking.moveKeepsFee", { fee: format.money(fee) })}
            </Text>
          )}
        </div>
        <TimeFields
          free={free}
          named={false}
          slot={slot}
          onChange={(next) => form.set("slot", next)}
          error={form.problem("slot")}
          hint={who === null ? t("booking.providerHidden") : null}
        />
      </div>
    </FormDialog>
  );
}

function slotAt({ provider, startsAt: from, endsAt }: AppointmentRowFragment, startsAt: string | undefined) {
  if (startsAt === undefined || provider === null) {
    return null;
  }
  const length = Date.parse(endsAt) - Date.parse(from);
  return { startsAt, endsAt: new Date(Date.parse(startsAt) + length).toISOString(), providerId: provider.id };
}
