import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Text } from "@mantine/core";
import { useClient } from "urql";
import {
  type AppointmentRowFragment,
  CancellationPreviewDocument,
  type SeriesScope,
} from "../../../graphql/graphql.ts";
import { monthOf } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import type { UserError } from "../../../lib/graphql/command.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLive } from "../../../lib/live/live.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { keptOf } from "../booking.schema.ts";
import { type ChangeValues, changeSchema, wantedOf } from "../change.schema.ts";
import { concernsSeries, concernsTimes, placeOf } from "../refusals.ts";
import { repetitionOf } from "../repetition.ts";
import { sendChange } from "../send-change.ts";
import { withinScope } from "../series-of-visit.ts";
import { useChangePreview } from "../use-change-preview.ts";
import { useFreeTimes, type Who } from "../use-free-times.ts";
import { useNotices } from "../use-notices.ts";
import { useSeriesNotices } from "../use-series-notices.ts";
import { useSeriesOfVisit } from "../use-series-of-visit.ts";
import styles from "./booking-dialog.module.css";
import { ChangeFields } from "./change-fields.tsx";
import { ScopeField } from "./scope-field.tsx";
import { TimeFields } from "./time-fields.tsx";

interface RescheduleDialogProps {
  readonly appointment: AppointmentRowFragment;
  /** The new time, where it was chosen before the dialog opened. */
  readonly startsAt?: string | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Moves a visit to another free time of the same provider, or with it what is to come of its series by another rule. */
export function RescheduleDialog({ appointment, startsAt, opened, onClose }: RescheduleDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { changes } = useLive();
  const { moved } = useNotices();
  const { seriesChanged } = useSeriesNotices();
  const own = audienceOf(useViewer().roles) === "patient";
  // What a patient moves late stays late, which they are told before.
  const fee = useAnswer({
    query: CancellationPreviewDocument,
    variables: { appointmentId: appointment.id },
    pause: !(opened && own),
    requestPolicy: "network-only",
  }).data?.cancellationPreview?.fee;
  const { patient, provider, visitType } = appointment;
  const seriesAnswer = useSeriesOfVisit(appointment.id, !opened || own);
  const { series } = seriesAnswer;
  const visit = { id: appointment.id, timeZone: provider?.timeZone };
  const initial: ChangeValues = {
    ...{ scope: null, slot: slotAt(appointment, startsAt), keepsTime: false },
    ...{ repetition: null, count: "", leftOut: [] },
  };
  const form = useForm({
    schema: changeSchema(series, visit, () => preview.occurrences),
    initial,
    action: t("booking.move"),
    send: (change, idempotencyKey) => sendChange(client, appointment, change, idempotencyKey),
    placeOf,
    explain: (error: UserError) => (concernsSeries(error) ? t("booking.change.stale") : refusalText(error, t)),
    onAnswer: (outcome): void => {
      changes.changed(appointment.id);
      const { slot: wanted, scope } = form.values;
      if (scope !== null) {
        if (outcome.kind === "refused") {
          preview.refresh();
        }
      } else if (wanted !== null && concernsTimes(outcome)) {
        form.set("slot", null);
        free.markTaken(wanted);
      }
    },
    onDone(visits, change) {
      const name = own ? provider?.fullName : patient?.fullName;
      if (change.series === null) {
        moved(change.slot?.startsAt ?? appointment.startsAt, name);
      } else {
        const before = new Map(series?.appointments?.map((one) => [one.id, one.startsAt]));
        const changed = visits.filter((one) => before.get(one.id) !== one.startsAt);
        for (const { id } of changed) {
          changes.changed(id);
        }
        seriesChanged(name, changed.length);
      }
      onClose();
    },
  });
  const { scope, slot, keepsTime, leftOut } = form.values;
  const preview = useChangePreview(appointment.id, wantedOf(form.values, series, visit));
  const kept = preview.occurrences === null ? 0 : keptOf(preview.occurrences, leftOut).length;
  const meant = series === null || scope === null ? [] : withinScope(series, appointment.id, scope);
  const [first] = meant;
  const who: Who | null = provider === null ? null : { kind: "provider", id: provider.id, label: provider.fullName };
  const free = useFreeTimes({ who, patientId: patient?.id ?? null, visitType, timeZone: format.timeZone, startsAt });

  function changeScope(next: SeriesScope | null): void {
    const visits = series === null || next === null ? [] : withinScope(series, appointment.id, next);
    const now = visits[0] ?? appointment;
    form.set("scope", next);
    form.set("repetition", series === null ? null : repetitionOf(series.rule));
    form.set("count", format.number(visits.length));
    form.set("leftOut", []);
    form.set("keepsTime", false);
    // The time that was chosen is meant for the first one of others.
    const isAnother = now.id !== (first?.id ?? appointment.id);
    if (isAnother) {
      form.set("slot", null);
    }
    if (isAnother || slot === null) {
      free.setMonth(monthOf(dayInZone(now.startsAt, format.timeZone)));
    }
  }

  function submitText(): string {
    if (scope !== null) {
      return kept === 0 ? t("booking.change.change") : t("booking.change.submit", { count: kept });
    }
    return slot === null
      ? t("booking.move")
      : t("booking.moveTo", {
          day: format.day(slot.startsAt, { weekday: "short", day: "numeric", month: "short" }),
          time: format.time(slot.startsAt),
        });
  }

  return (
    <FormDialog
      form={form}
      title={t("booking.moveTitle")}
      subtitle={t("booking.subtitle", { zone: format.zone })}
      size={760}
      opened={opened}
      onClose={onClose}
      submit={submitText()}
    >
      <div className={styles.fields}>
        <div className={styles.wide}>
          <VisitLine appointment={appointment} />
          <ScopeField appointment={appointment} of={seriesAnswer} scope={scope} onChange={changeScope} />
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
          onChange={(next) => {
            form.set("slot", next);
            if (next !== null) {
              form.set("keepsTime", false);
            }
          }}
          below={
            first && (
              <Checkbox
                label={t("booking.change.keepsTime", {
                  day: format.day(first.startsAt, { weekday: "short", day: "numeric", month: "short" }),
                  time: format.time(first.startsAt),
                })}
                checked={keepsTime}
                onChange={({ currentTarget: { checked } }) => {
                  form.set("keepsTime", checked);
                  form.set("slot", null);
                }}
              />
            )
          }
          error={form.problem("slot")}
          hint={who === null ? t("booking.providerHidden") : null}
        />
        {series !== null && scope !== null && (
          <ChangeFields form={form} series={series} preview={preview} now={meant.length} />
        )}
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
