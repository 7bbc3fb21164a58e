import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import {
  type AppointmentRowFragment,
  CancellationPreviewDocument,
  RescheduleAppointmentDocument,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { createAttemptKeys } from "../../../lib/graphql/attempt-key.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { MonthCalendar } from "../../../ui/calendar/month-calendar.tsx";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { concernsTimes, type Problems, problemsOf } from "../refusals.ts";
import { useFreeTimes, type Who } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import styles from "./booking-dialog.module.css";
import { type ChosenSlot, SlotList } from "./slot-list.tsx";

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
  const [keys] = useState(createAttemptKeys);
  // What a patient moves late stays late, which they are told before.
  const fee = useAnswer({
    query: CancellationPreviewDocument,
    variables: { appointmentId: appointment.id },
    pause: !(opened && own),
    requestPolicy: "network-only",
  }).data?.cancellationPreview?.fee;
  const [slot, setSlot] = useState<ChosenSlot | null>(() => slotAt(appointment, startsAt));
  const [problems, setProblems] = useState<Problems>({});
  const [sending, setSending] = useState(false);
  const { patient, provider, visitType } = appointment;
  const who: Who | null = provider === null ? null : { kind: "provider", id: provider.id, label: provider.fullName };
  const free = useFreeTimes({ who, patientId: patient?.id ?? null, visitType, timeZone: format.timeZone, startsAt });

  async function submit(): Promise<void> {
    if (sending) {
      return;
    }
    if (slot === null) {
      setProblems({ time: t("booking.timeMissing") });
      return;
    }
    const input = { id: appointment.id, startsAt: slot.startsAt, expectedVersion: appointment.version };
    setSending(true);
    setProblems({});
    const outcome = await sendCommand(
      client,
      RescheduleAppointmentDocument,
      { ...input, idempotencyKey: keys.keyFor(input) },
      ({ rescheduleAppointment }) => rescheduleAppointment,
    );
    setSending(false);
    if (outcome.kind === "unknown") {
      setProblems({ form: t("commands.unknown", { action: t("booking.move") }) });
      return;
    }
    keys.answered();
    changes.changed(appointment.id);
    if (outcome.kind === "refused") {
      setProblems(problemsOf(outcome.errors, t));
      if (concernsTimes(outcome.errors)) {
        setSlot(null);
        free.markTaken(slot);
      }
      return;
    }
    moved(slot.startsAt, own ? provider?.fullName : patient?.fullName);
    onClose();
  }

  const time = slot === null ? null : format.time(slot.startsAt);
  return (
    <DialogFrame
      title={t("booking.moveTitle")}
      subtitle={t("booking.subtitle", { zone: format.zone })}
      size={760}
      opened={opened}
      onClose={onClose}
      onSubmit={() => void submit()}
      problem={problems.form}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("booking.cancel")}
          </Button>
          <Button type="submit" loading={sending}>
            {time === null ? t("booking.move") : t("booking.moveTo", { time })}
          </Button>
        </>
      }
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
        <MonthCalendar
          label={t("booking.day")}
          locale={format.locale}
          month={free.month}
          onMonth={(month) => {
            free.setMonth(month);
            setSlot(null);
          }}
          today={free.today}
          lastMonth={free.lastMonth}
          selected={free.day}
          onSelect={(day) => {
            free.setDay(day);
            setSlot(null);
            setProblems({});
          }}
          isAvailable={free.isFree}
          busy={free.daysLoading}
        />
        <div className={styles.times}>
          <SlotList
            free={free}
            named={false}
            chosen={slot}
            onChoose={(next) => {
              setSlot(next);
              setProblems({});
            }}
            error={problems.time}
            hint={who === null ? t("booking.providerHidden") : null}
          />
        </div>
      </div>
    </DialogFrame>
  );
}

function slotAt({ provider, startsAt: from, endsAt }: AppointmentRowFragment, startsAt: string | undefined) {
  if (startsAt === undefined || provider === null) {
    return null;
  }
  const length = Date.parse(endsAt) - Date.parse(from);
  return { startsAt, endsAt: new Date(Date.parse(startsAt) + length).toISOString(), providerId: provider.id };
}
