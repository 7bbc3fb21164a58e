import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import {
  JoinWaitlistDocument,
  VisitType,
  WaitlistPatientsDocument,
  WaitlistProvidersDocument,
} from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone, startOfDay } from "../../../lib/format/zoned-time.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";

const visitTypes = Object.values(VisitType);
const usualDays = 28;
const providerMark = "provider:";
const specialtyMark = "specialty:";

interface JoinDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Has a patient wait for a provider, or for anybody of a specialty. */
export function JoinDialog({ opened, onClose, onDone }: JoinDialogProps) {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const format = useFormat();
  const today = dayInZone(new Date(), format.timeZone);
  const [patient, setPatient] = useState<{ readonly value: string; readonly label: string } | null>(null);
  const [who, setWho] = useState<string | null>(null);
  const [visitType, setVisitType] = useState<VisitType>(VisitType.InPerson);
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState(addDays(today, usualDays));

  const form = useCommandForm({
    document: JoinWaitlistDocument,
    select: ({ joinWaitlist }) => joinWaitlist,
    places: ["patientId", "who", "from", "until"],
    placeOf: { providerId: "who", specialty: "who" },
    read() {
      const problems = {
        ...(patient === null ? { patientId: common("booking.patientMissing") } : {}),
        ...(who === null ? { who: common("booking.whoMissing") } : {}),
        ...(from === "" ? { from: t("waitlist.fromMissing") } : {}),
        ...(until === "" ? { until: t("waitlist.untilMissing") } : {}),
        ...(until !== "" && until < from ? { until: t("waitlist.untilBefore") } : {}),
      };
      if (patient === null || who === null || Object.keys(problems).length > 0) {
        return { problems };
      }
      return {
        input: {
          patientId: patient.value,
          ...(who.startsWith(providerMark)
            ? { providerId: who.slice(providerMark.length) }
            : { specialty: who.slice(specialtyMark.length) }),
          visitType,
          from: startOfDay(from, format.timeZone).toISOString(),
          // The last day is one of them.
          until: startOfDay(addDays(until, 1), format.timeZone).toISOString(),
        },
      };
    },
    explain: (error) => refusalText(error, common),
    unanswered: common("commands.unknown", { action: t("waitlist.add") }),
    onDone() {
      notifications.show({ color: "green", message: t("waitlist.done.joined", { name: patient?.label ?? "" }) });
      onDone();
      onClose();
    },
  });

  return (
    <CommandDialog
      title={t("waitlist.addTitle")}
      subtitle={t("waitlist.addSubtitle")}
      action={t("waitlist.add")}
      size={520}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <PatientChoice
        patient={patient}
        onChange={(chosen) => {
          setPatient(chosen);
          form.mend("patientId");
        }}
        error={form.problems.patientId}
      />
      <WhoChoice
        who={who}
        onChange={(chosen) => {
          setWho(chosen);
          form.mend("who");
        }}
        error={form.problems.who}
      />
      <Select
        label={common("booking.visitType")}
        allowDeselect={false}
        value={visitType}
        onChange={(value) => setVisitType(visitTypes.find((name) => name === value) ?? visitType)}
        data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
      />
      <Group grow align="start">
        <TextInput
          type="date"
          label={t("waitlist.from")}
          required
          min={today}
          value={from}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
            form.mend("from");
          }}
          error={form.problems.from}
        />
        <TextInput
          type="date"
          label={t("waitlist.until")}
          required
          min={from}
          value={until}
          onChange={(event) => {
            setUntil(event.currentTarget.value);
            form.mend("until");
          }}
          error={form.problems.until}
        />
      </Group>
    </CommandDialog>
  );
}

interface PatientChoiceProps {
  readonly patient: { readonly value: string; readonly label: string } | null;
  readonly onChange: (patient: PatientChoiceProps["patient"]) => void;
  readonly error: string | undefined;
}

function PatientChoice({ patient, onChange, error }: PatientChoiceProps) {
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data } = useAnswer({ query: WaitlistPatientsDocument, variables: { search }, pause: search === "" });
  const found = (search === "" ? [] : (data?.patients?.nodes ?? [])).map(({ id, fullName, mrn }) => ({
    value: id,
    label: `${fullName} · ${common("person.mrn", { mrn })}`,
  }));
  const options = patient === null || found.some(({ value }) => value === patient.value) ? found : [patient, ...found];
  return (
    <Select
      data-autofocus
      label={common("booking.patient")}
      placeholder={common("booking.patientPlaceholder")}
      required
      searchable
      value={patient?.value ?? null}
      onChange={(_, option) => onChange(option ?? null)}
      onSearchChange={(text) => setTyped(options.some(({ label }) => label === text) ? "" : text)}
      nothingFoundMessage={search === "" ? undefined : common("booking.patientNone", { search })}
      // The server has searched already, by rules of its own.
      filter={({ options: all }) => all}
      data={options}
      error={error}
    />
  );
}

interface WhoChoiceProps {
  readonly who: string | null;
  readonly onChange: (who: string | null) => void;
  readonly error: string | undefined;
}

function WhoChoice({ who, onChange, error }: WhoChoiceProps) {
  const { t: common } = useTranslation();
  const { data } = useAnswer({ query: WaitlistProvidersDocument, variables: { search: null } });
  return (
    <Select
      label={common("booking.who")}
      placeholder={common("booking.whoPlaceholder")}
      nothingFoundMessage={common("booking.whoNone")}
      required
      searchable
      value={who}
      onChange={onChange}
      data={[
        {
          group: common("booking.specialties"),
          items: (data?.specialties ?? []).map(({ code, name }) => ({
            value: `${specialtyMark}${code}`,
            label: common("booking.anyOf", { specialty: name }),
          })),
        },
        {
          group: common("booking.providers"),
          items: (data?.providers?.nodes ?? []).map(({ id, fullName }) => ({
            value: `${providerMark}${id}`,
            label: fullName,
          })),
        },
      ]}
      error={error}
    />
  );
}
