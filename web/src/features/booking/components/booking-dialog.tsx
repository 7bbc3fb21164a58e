import { Button, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { useClient } from "urql";
import { BookAppointmentDocument, VisitType } from "../../../graphql/graphql.ts";
import type { BookedPatient } from "../../../lib/appointment-control.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { createAttemptKeys } from "../../../lib/graphql/attempt-key.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { MonthCalendar } from "../../../ui/calendar/month-calendar.tsx";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { concernsTimes, type Problems, problemsOf } from "../refusals.ts";
import { useFreeTimes, type Who } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import styles from "./booking-dialog.module.css";
import { PatientField } from "./patient-field.tsx";
import { type ChosenSlot, SlotList } from "./slot-list.tsx";
import { VisitTypeField } from "./visit-type-field.tsx";
import { WhoField } from "./who-field.tsx";

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
  const { roles, patientId: ownId } = useViewer();
  const own = audienceOf(roles) === "patient";
  const [keys] = useState(createAttemptKeys);
  const [patient, setPatient] = useState(given);
  const [who, setWho] = useState<Who | null>(null);
  const [visitType, setVisitType] = useState<VisitType>(VisitType.InPerson);
  const [slot, setSlot] = useState<ChosenSlot | null>(null);
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<Problems>({});
  const [sending, setSending] = useState(false);
  const patientId = own ? ownId : (patient?.id ?? null);
  const free = useFreeTimes({ who, patientId, visitType, timeZone: format.timeZone });

  const gone = isSlotGone(free.times, slot);
  useEffect(() => {
    if (gone) {
      setSlot(null);
      setProblems((before) => ({ ...before, time: t("commands.refusals.SLOT_TAKEN") }));
    }
  }, [gone, t]);

  const solved = (...places: (keyof Problems)[]) =>
    setProblems((before) =>
      Object.fromEntries(Object.entries(before).filter(([place]) => !places.includes(place as keyof Problems))),
    );

  async function submit(): Promise<void> {
    if (sending) {
      return;
    }
    if (patientId === null || slot === null) {
      setProblems({
        ...(patientId === null ? { patient: t("booking.patientMissing") } : {}),
        ...(who === null ? { provider: t("booking.whoMissing") } : {}),
        ...(who !== null && slot === null ? { time: t("booking.timeMissing") } : {}),
      });
      return;
    }
    const input = {
      patientId,
      providerId: slot.providerId,
      startsAt: slot.startsAt,
      visitType,
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
    };
    setSending(true);
    setProblems({});
    const outcome = await sendCommand(
      client,
      BookAppointmentDocument,
      { ...input, idempotencyKey: keys.keyFor(input) },
      ({ bookAppointment }) => bookAppointment,
    );
    setSending(false);
    if (outcome.kind === "unknown") {
      setProblems({ form: t("commands.unknown", { action: t("booking.book") }) });
      return;
    }
    keys.answered();
    if (outcome.kind === "refused") {
      setProblems(problemsOf(outcome.errors, t));
      if (concernsTimes(outcome.errors)) {
        setSlot(null);
        free.markTaken(slot);
      }
      return;
    }
    const { appointment } = outcome.payload;
    if (appointment) {
      changes.changed(appointment.id);
    }
    booked(slot.startsAt, own ? appointment?.provider?.fullName : patient?.fullName);
    onClose();
  }

  const time = slot === null ? null : format.time(slot.startsAt);
  return (
    <DialogFrame
      title={t("booking.title")}
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
            {time === null ? t("booking.book") : t("booking.bookAt", { time })}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {!own && (
          <PatientField
            patient={patient}
            onChange={(next) => {
              setPatient(next);
              solved("patient");
            }}
            error={problems.patient}
          />
        )}
        {/* Alone in its row it would leave the calendar without the times beside it. */}
        <div className={own ? styles.wide : undefined}>
          <WhoField
            who={who}
            onChange={(next) => {
              setWho(next);
              setSlot(null);
              free.forgetTaken();
              solved("provider", "time");
            }}
            error={problems.provider}
          />
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
          selected={who === null ? null : free.day}
          onSelect={(day) => {
            free.setDay(day);
            setSlot(null);
            solved("time");
          }}
          isAvailable={free.isFree}
          busy={free.daysLoading}
        />
        <div className={styles.times}>
          <VisitTypeField
            visitType={visitType}
            onChange={(next) => {
              setVisitType(next);
              setSlot(null);
              free.forgetTaken();
              solved("visitType", "time");
            }}
            error={problems.visitType}
          />
          <SlotList
            free={free}
            named={who?.kind === "specialty"}
            chosen={slot}
            onChoose={(next) => {
              setSlot(next);
              solved("time");
            }}
            error={problems.time}
            hint={who === null ? t("booking.whoFirst") : null}
          />
        </div>
        <Textarea
          className={styles.wide ?? ""}
          label={t("booking.reason")}
          placeholder={t("booking.reasonPlaceholder")}
          rows={2}
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={problems.reason}
        />
      </div>
    </DialogFrame>
  );
}

/** Whether the chosen time is no longer among the free ones: somebody booked it while the reader hesitated. */
function isSlotGone(times: ReturnType<typeof useFreeTimes>["times"], slot: ChosenSlot | null): boolean {
  if (times === null || slot === null) {
    return false;
  }
  return ![...times.morning, ...times.afternoon].some(
    ({ startsAt, providers }) => startsAt === slot.startsAt && providers.some(({ id }) => id === slot.providerId),
  );
}
