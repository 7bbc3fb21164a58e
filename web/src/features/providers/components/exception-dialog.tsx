import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import "@mantine/core/styles/Stack.css";
import { Checkbox, MultiSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useId } from "react";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  AddAvailabilityExceptionDocument,
  AvailabilityExceptionKind,
  AvailabilityImpactDocument,
  type ProviderHoursFragment,
} from "../../../graphql/graphql.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { type ExceptionValues, exceptionSchema, isWhole, timesOf } from "../exception.schema.ts";
import { useExplain } from "../explain.ts";
import { asEnd, asField, visitTypes } from "../week-hours.ts";
import styles from "./hours-editor.module.css";

const kinds = Object.values(AvailabilityExceptionKind);

interface ExceptionDialogProps {
  readonly request: { readonly provider: ProviderHoursFragment; readonly onDone: () => void };
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Leave, or extra hours, on some days. Which visits leave would concern is said before it is saved. */
export function ExceptionDialog({ request, opened, onClose }: ExceptionDialogProps) {
  const { provider, onDone } = request;
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const client = useClient();
  const explain = useExplain();
  const kindLabel = useId();
  const today = dayInZone(new Date(), provider.timeZone);
  const initial: ExceptionValues = {
    ...{ kind: AvailabilityExceptionKind.Leave, fromDay: today, toDay: "", allDay: true },
    ...{ from: "09:00", to: "12:00", visitTypes: [] },
  };
  const form = useForm({
    schema: exceptionSchema,
    initial,
    draft: `exception:${provider.id}`,
    action: t("availability.addException"),
    send: (exception, idempotencyKey) => {
      const only = exception.kind === "EXTRA_HOURS" ? exception.visitTypes : [];
      const input = {
        ...{ providerId: provider.id, kind: exception.kind, ...timesOf(exception), idempotencyKey },
        ...(only.length > 0 ? { visitTypes: only } : {}),
      };
      return sendCommand(client, AddAvailabilityExceptionDocument, input, (data) => data.addAvailabilityException);
    },
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("availability.exceptionAdded") });
      onDone();
      onClose();
    },
  });
  const { kind, fromDay, allDay, visitTypes: only } = form.values;
  const leave = z.safeParse(exceptionSchema, form.values).data;
  const asked = kind === "LEAVE" && leave !== undefined;
  const { data, current } = useAnswer({
    query: AvailabilityImpactDocument,
    variables: { input: { providerId: provider.id, ...(asked ? { leave: timesOf(leave) } : {}) } },
    pause: !opened || !asked,
    requestPolicy: "network-only",
  });
  const impact = asked && current ? (data?.availabilityImpact ?? []) : [];

  return (
    <FormDialog
      form={form}
      title={t("availability.addExceptionTitle")}
      subtitle={t("availability.zone", { zone: provider.timeZone.replaceAll("_", " ") })}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("availability.addException")}
    >
      <FieldStack>
        <Stack gap={4}>
          <Text id={kindLabel} size="sm" fw={500}>
            {t("availability.kind")}
          </Text>
          <SegmentedControl
            aria-labelledby={kindLabel}
            value={kind}
            onChange={(value) => form.set("kind", kinds.find((name) => name === value) ?? kind)}
            data={kinds.map((name) => ({ value: name, label: t(`availability.kinds.${name}`) }))}
          />
        </Stack>
        <FieldGrid>
          <DayField focused label={t("availability.firstDay")} required min={today} {...form.text("fromDay")} />
          <DayField label={t("availability.lastDay")} min={fromDay} {...form.text("toDay")} />
        </FieldGrid>
        {kind === "LEAVE" && (
          <Checkbox
            label={t("availability.wholeDays")}
            checked={allDay}
            onChange={(event) => form.set("allDay", event.currentTarget.checked)}
          />
        )}
        {!isWhole(form.values) && (
          <FieldGrid>
            <TextInput type="time" label={t("availability.begins")} required {...form.text("from")} />
            <TextInput
              type="time"
              label={t("availability.ends")}
              required
              value={asField(form.values.to)}
              onChange={(event) => form.set("to", asEnd(event.currentTarget.value))}
              error={form.problem("to")}
            />
          </FieldGrid>
        )}
        {kind === "EXTRA_HOURS" && (
          <MultiSelect
            label={t("availability.visits")}
            placeholder={only.length === 0 ? t("profile.allVisits") : ""}
            value={only}
            onChange={(value) =>
              form.set(
                "visitTypes",
                visitTypes.filter((type) => value.includes(type)),
              )
            }
            data={visitTypes.map((type) => ({ value: type, label: common(`appointments.visits.${type}`) }))}
          />
        )}
        {impact.length > 0 && (
          <div role="status">
            <Text size="sm" fw={500}>
              {t("availability.impactTitle", { count: impact.length })}
            </Text>
            <Text size="sm" c="dimmed">
              {t("availability.impactText")}
            </Text>
            <ul className={styles.visitsList}>
              {impact.map((visit) => (
                <li key={visit.id}>
                  <VisitLine appointment={visit} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </FieldStack>
    </FormDialog>
  );
}
