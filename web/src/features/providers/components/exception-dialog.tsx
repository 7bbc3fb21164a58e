import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import "@mantine/core/styles/Stack.css";
import { Checkbox, Group, MultiSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useId, useState } from "react";
import {
  AddAvailabilityExceptionDocument,
  AvailabilityExceptionKind,
  AvailabilityImpactDocument,
  type ProviderHoursFragment,
  type VisitType,
} from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { VisitLine } from "../../../ui/dialog/visit-line.tsx";
import { explain } from "../explain.ts";
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
  const kindLabel = useId();
  const today = dayInZone(new Date(), provider.timeZone);
  const [kind, setKind] = useState<AvailabilityExceptionKind>(AvailabilityExceptionKind.Leave);
  const [fromDay, setFromDay] = useState(today);
  const [toDay, setToDay] = useState("");
  const [allDay, setAllDay] = useState(true);
  const [from, setFrom] = useState("09:00");
  const [to, setTo] = useState("12:00");
  const [only, setOnly] = useState<readonly VisitType[]>([]);
  const whole = kind === "LEAVE" && allDay;
  const days = { fromDay, ...(toDay === "" ? {} : { toDay }), ...(whole ? {} : { from, to }) };
  const problems = {
    ...(fromDay === "" ? { fromDay: t("wrong.day") } : {}),
    ...(toDay !== "" && toDay < fromDay ? { toDay: t("wrong.dayOrder") } : {}),
    ...(!whole && from === "" ? { from: t("wrong.from") } : {}),
    ...(!whole && to <= from ? { to: t("wrong.order") } : {}),
  };
  const sound = Object.keys(problems).length === 0;
  const { data } = useAnswer({
    query: AvailabilityImpactDocument,
    variables: { input: { providerId: provider.id, leave: days } },
    pause: !opened || kind !== "LEAVE" || !sound,
    requestPolicy: "network-only",
  });
  const impact = kind === "LEAVE" && sound ? (data?.availabilityImpact ?? []) : [];

  const form = useCommandForm({
    document: AddAvailabilityExceptionDocument,
    select: ({ addAvailabilityException }) => addAvailabilityException,
    places: ["fromDay", "toDay", "from", "to"],
    read: () =>
      sound
        ? {
            input: {
              ...{ providerId: provider.id, kind, ...days },
              ...(kind === "EXTRA_HOURS" && only.length > 0 ? { visitTypes: [...only] } : {}),
            },
          }
        : { problems },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("availability.addException") }),
    onDone() {
      notifications.show({ color: "green", message: t("availability.exceptionAdded") });
      onDone();
      onClose();
    },
  });

  return (
    <CommandDialog
      title={t("availability.addExceptionTitle")}
      subtitle={t("availability.zone", { zone: provider.timeZone.replaceAll("_", " ") })}
      action={t("availability.addException")}
      size={520}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Stack gap={4}>
        <Text id={kindLabel} size="sm" fw={500}>
          {t("availability.kind")}
        </Text>
        <SegmentedControl
          aria-labelledby={kindLabel}
          value={kind}
          onChange={(value) => setKind(kinds.find((name) => name === value) ?? kind)}
          data={kinds.map((name) => ({ value: name, label: t(`availability.kinds.${name}`) }))}
        />
      </Stack>
      <Group grow align="start">
        <TextInput
          data-autofocus
          type="date"
          label={t("availability.firstDay")}
          required
          min={today}
          value={fromDay}
          onChange={(event) => {
            setFromDay(event.currentTarget.value);
            form.mend("fromDay");
          }}
          error={form.problems.fromDay}
        />
        <TextInput
          type="date"
          label={t("availability.lastDay")}
          min={fromDay}
          value={toDay}
          onChange={(event) => {
            setToDay(event.currentTarget.value);
            form.mend("toDay");
          }}
          error={form.problems.toDay}
        />
      </Group>
      {kind === "LEAVE" && (
        <Checkbox
          label={t("availability.wholeDays")}
          checked={allDay}
          onChange={(event) => setAllDay(event.currentTarget.checked)}
        />
      )}
      {!whole && (
        <Group grow align="start">
          <TextInput
            type="time"
            label={t("availability.begins")}
            required
            value={from}
            onChange={(event) => {
              setFrom(event.currentTarget.value);
              form.mend("from");
            }}
            error={form.problems.from}
          />
          <TextInput
            type="time"
            label={t("availability.ends")}
            required
            value={asField(to)}
            onChange={(event) => {
              setTo(asEnd(event.currentTarget.value));
              form.mend("to");
            }}
            error={form.problems.to}
          />
        </Group>
      )}
      {kind === "EXTRA_HOURS" && (
        <MultiSelect
          label={t("availability.visits")}
          placeholder={only.length === 0 ? t("profile.allVisits") : ""}
          value={[...only]}
          onChange={(value) => setOnly(visitTypes.filter((type) => value.includes(type)))}
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
    </CommandDialog>
  );
}
