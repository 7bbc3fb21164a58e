import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  AddCoverageDocument,
  CoveragePayersDocument,
  CoveragePriority,
  UpdateCoverageDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { day, optionalDay } from "../../../lib/forms/days.ts";
import { optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import type { Coverage } from "./coverages-card.tsx";

interface CoverageDialogProps {
  readonly patientId: string;
  /** The one that is corrected; null for a new one. */
  readonly subject: Coverage | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const priorities = Object.values(CoveragePriority);

/** Writes down who pays for the patient, and when. */
export function CoverageDialog({ patientId, subject, opened, onClose, onDone }: CoverageDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const action = subject === null ? t("add") : t("save");
  const form = useForm({
    schema: z
      .object({
        payerId: z.string(),
        plan: optionalText(limits.AddCoverageInput.plan),
        memberNumber: optionalText(limits.AddCoverageInput.memberNumber),
        priority: z.enum(CoveragePriority),
        startsOn: day(),
        endsOn: optionalDay(),
      })
      .check(
        z.refine(({ startsOn, endsOn }) => endsOn === null || endsOn >= startsOn, {
          path: ["endsOn"],
          error: "forms.order",
        }),
      ),
    initial: {
      // Nothing is chosen yet.
      payerId: (subject?.payer?.id ?? null) as string,
      plan: subject?.plan ?? "",
      memberNumber: subject?.memberNumber ?? "",
      priority: subject?.priority ?? CoveragePriority.Primary,
      startsOn: subject?.startsOn ?? today,
      endsOn: subject?.endsOn ?? "",
    },
    draft: `coverage:${subject?.id ?? patientId}`,
    action,
    send({ plan = null, memberNumber = null, ...rest }, idempotencyKey): Promise<Outcome<unknown>> {
      const input = { ...rest, plan, memberNumber, idempotencyKey };
      return subject === null
        ? sendCommand(client, AddCoverageDocument, { ...input, patientId }, (data) => data.addCoverage)
        : sendCommand(
            client,
            UpdateCoverageDocument,
            { ...input, id: subject.id, expectedVersion: subject.version },
            (data) => data.updateCoverage,
          );
    },
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t(subject === null ? "coverages.add" : "coverages.edit")}
      size={560}
      opened={opened}
      onClose={onClose}
      submit={action}
    >
      <FieldStack>
        <PayerField
          payer={subject?.payer ?? null}
          value={form.values.payerId}
          error={form.problem("payerId")}
          onChange={(payerId) => form.set("payerId", payerId)}
        />
        <FieldGrid>
          <TextInput label={t("coverages.plan")} maxLength={limits.AddCoverageInput.plan.max} {...form.text("plan")} />
          <TextInput
            label={t("coverages.memberNumber")}
            autoComplete="off"
            maxLength={limits.AddCoverageInput.memberNumber.max}
            {...form.text("memberNumber")}
          />
        </FieldGrid>
        <SegmentedControl
          aria-label={t("coverages.priority")}
          value={form.values.priority}
          onChange={(value) => form.set("priority", priorities.find((name) => name === value) ?? form.values.priority)}
          data={priorities.map((name) => ({ value: name, label: t(`coverages.priorities.${name}`) }))}
        />
        <FieldGrid>
          <DayField label={t("coverages.startsOn")} required {...form.text("startsOn")} />
          <DayField label={t("coverages.endsOn")} min={form.values.startsOn} {...form.text("endsOn")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}

interface PayerFieldProps {
  readonly payer: Coverage["payer"];
  readonly value: string | null;
  readonly error: string | undefined;
  readonly onChange: (payerId: string) => void;
}

const typingMilliseconds = 250;

function PayerField({ payer, value, error, onChange }: PayerFieldProps) {
  const { t } = useTranslation("record");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), typingMilliseconds);
  const { data } = useAnswer({
    query: CoveragePayersDocument,
    variables: { search: search === "" ? null : search },
  });
  const [known, setKnown] = useState<readonly { readonly id: string; readonly name: string }[]>(payer ? [payer] : []);
  const found = data?.payers?.nodes ?? [];
  // Whoever was chosen stays a choice, whatever is being typed.
  const chosen = [...known, ...found].find(({ id }) => id === value);
  const all = new Map([...(chosen ? [chosen] : []), ...found].map((one) => [one.id, one]));
  const choices = [...all.values()].map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      label={t("coverages.payer")}
      placeholder={t("coverages.payerPlaceholder")}
      data-autofocus
      required
      searchable
      nothingFoundMessage={t("coverages.payerNone")}
      value={value}
      error={error}
      // The server has searched already, by rules of its own.
      filter={({ options }) => options}
      data={choices}
      onSearchChange={(next) => setTyped(choices.some(({ label }) => label === next) ? "" : next)}
      onChange={(id) => {
        const one = id === null ? undefined : all.get(id);
        if (one !== undefined) {
          setKnown([one]);
          onChange(one.id);
        }
      }}
    />
  );
}
