import { Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  JoinWaitlistDocument,
  VisitType,
  WaitlistPatientsDocument,
  WaitlistProvidersDocument,
} from "../../../graphql/graphql.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { startOfDay } from "../../../lib/format/zoned-time.ts";
import { day, inOrder } from "../../../lib/forms/days.ts";
import { chosen } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { type Choice, SearchSelect, useTypedSearch } from "../../../ui/form/search-select.tsx";

const visitTypes = Object.values(VisitType);
const usualDays = 28;
const providerMark = "provider:";
const specialtyMark = "specialty:";

const schema = z
  .object({
    patientId: chosen<Choice>("booking.patientMissing"),
    who: chosen<Choice>("booking.whoMissing"),
    visitType: z.enum(VisitType),
    from: day(),
    until: day(),
  })
  .check(inOrder("from", "until"));

interface JoinDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Has a patient wait for a provider, or for anybody of a specialty. */
export function JoinDialog({ opened, onClose, onDone }: JoinDialogProps) {
  const { t } = useTranslation("calendar");
  const { t: common } = useTranslation();
  const { timeZone } = useFormat();
  const client = useClient();
  const today = useToday();
  const initial: z.input<typeof schema> = {
    ...{ patientId: null, who: null, visitType: VisitType.InPerson, from: today, until: addDays(today, usualDays) },
  };
  const form = useForm({
    schema,
    initial,
    draft: "waitlist",
    action: t("waitlist.add"),
    send({ patientId, who, visitType, from, until }, idempotencyKey) {
      const input = {
        ...{ patientId: patientId.value, visitType, idempotencyKey },
        ...(who.value.startsWith(providerMark)
          ? { providerId: who.value.slice(providerMark.length) }
          : { specialty: who.value.slice(specialtyMark.length) }),
        from: startOfDay(from, timeZone).toISOString(),
        // The last day is one of them.
        until: startOfDay(addDays(until, 1), timeZone).toISOString(),
      };
      return sendCommand(client, JoinWaitlistDocument, input, (data) => data.joinWaitlist);
    },
    placeOf: ({ field }) => field?.map((name) => placeOf[name]).find((place) => place !== undefined),
    onDone(_, { patientId }) {
      notifications.show({ color: "green", message: t("waitlist.done.joined", { name: patientId.label }) });
      onDone();
      onClose();
    },
  });
  const { patientId, who, visitType, from } = form.values;
  return (
    <FormDialog
      form={form}
      title={t("waitlist.addTitle")}
      subtitle={t("waitlist.addSubtitle")}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("waitlist.add")}
    >
      <FieldStack>
        <PatientChoice
          patient={patientId}
          onChange={(patient) => form.set("patientId", patient)}
          error={form.problem("patientId")}
        />
        <WhoChoice who={who} onChange={(chosenOne) => form.set("who", chosenOne)} error={form.problem("who")} />
        <Select
          label={common("booking.visitType")}
          allowDeselect={false}
          value={visitType}
          onChange={(value) => form.set("visitType", visitTypes.find((name) => name === value) ?? visitType)}
          data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
        />
        <FieldGrid>
          <DayField label={t("waitlist.from")} required min={today} {...form.text("from")} />
          <DayField label={t("waitlist.until")} required min={from} {...form.text("until")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}

const placeOf: Readonly<Record<string, string>> = {
  ...{ patientId: "patientId", providerId: "who", specialty: "who", from: "from", until: "until" },
};

interface PatientChoiceProps {
  readonly patient: Choice | null;
  readonly onChange: (patient: Choice | null) => void;
  readonly error: string | undefined;
}

function PatientChoice({ patient, onChange, error }: PatientChoiceProps) {
  const { t: common } = useTranslation();
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({
    query: WaitlistPatientsDocument,
    variables: { search: search ?? "" },
    pause: search === null,
  });
  const found = (search === null ? [] : (data?.patients?.nodes ?? [])).map(({ id, fullName, mrn }) => ({
    value: id,
    label: `${fullName} · ${common("person.mrn", { mrn })}`,
  }));
  return (
    <SearchSelect
      focused
      label={common("booking.patient")}
      placeholder={common("booking.patientPlaceholder")}
      nothingFoundMessage={search === null ? undefined : common("booking.patientNone", { search })}
      required
      value={patient?.value ?? null}
      known={patient}
      found={found}
      onType={setTyped}
      onChange={onChange}
      error={error}
    />
  );
}

interface WhoChoiceProps {
  readonly who: Choice | null;
  readonly onChange: (who: Choice | null) => void;
  readonly error: string | undefined;
}

/** A provider, or a specialty of which any provider will do. */
function WhoChoice({ who, onChange, error }: WhoChoiceProps) {
  const { t: common } = useTranslation();
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({ query: WaitlistProvidersDocument, variables: { search } });
  const isMeant = (name: string) => name.toLocaleLowerCase().includes((search ?? "").toLocaleLowerCase());
  const specialties = (data?.specialties ?? [])
    .filter(({ name }) => isMeant(name))
    .map(({ code, name }) => ({
      value: `${specialtyMark}${code}`,
      label: common("booking.anyOf", { specialty: name }),
    }));
  const providers = (data?.providers?.nodes ?? []).map(({ id, fullName }) => ({
    value: `${providerMark}${id}`,
    label: fullName,
  }));
  return (
    <SearchSelect
      label={common("booking.who")}
      placeholder={common("booking.whoPlaceholder")}
      nothingFoundMessage={common("booking.whoNone")}
      required
      value={who?.value ?? null}
      known={who}
      found={[...specialties, ...providers]}
      onType={setTyped}
      onChange={onChange}
      error={error}
    />
  );
}
