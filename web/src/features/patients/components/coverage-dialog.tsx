import { SegmentedControl, TextInput } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  AddCoverageDocument,
  CoveragePayersDocument,
  CoveragePriority,
  UpdateCoverageDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { day, inOrder, optionalDay } from "../../../lib/forms/days.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { chosen, optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { type Choice, SearchSelect, useTypedSearch } from "../../../ui/form/search-select.tsx";
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
        payerId: chosen<Choice>(),
        plan: optionalText(limits.AddCoverageInput.plan),
        memberNumber: optionalText(limits.AddCoverageInput.memberNumber),
        priority: z.enum(CoveragePriority),
        startsOn: day(),
        endsOn: optionalDay(),
      })
      .check(inOrder("startsOn", "endsOn")),
    initial: {
      payerId: subject?.payer ? { value: subject.payer.id, label: subject.payer.name } : null,
      plan: subject?.plan ?? "",
      memberNumber: subject?.memberNumber ?? "",
      priority: subject?.priority ?? CoveragePriority.Primary,
      startsOn: subject?.startsOn ?? today,
      endsOn: subject?.endsOn ?? "",
    },
    draft: draftOf("coverage", subject, patientId),
    action,
    send({ payerId, plan = null, memberNumber = null, ...rest }, idempotencyKey): Promise<Outcome<unknown>> {
      const input = { ...rest, payerId: payerId.value, plan, memberNumber, idempotencyKey };
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
          payer={form.values.payerId}
          error={form.problem("payerId")}
          onChange={(payer) => form.set("payerId", payer)}
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
  readonly payer: Choice | null;
  readonly error: string | undefined;
  readonly onChange: (payer: Choice | null) => void;
}

function PayerField({ payer, error, onChange }: PayerFieldProps) {
  const { t } = useTranslation("record");
  const { search, setTyped } = useTypedSearch();
  const { data } = useAnswer({ query: CoveragePayersDocument, variables: { search } });
  return (
    <SearchSelect
      focused
      label={t("coverages.payer")}
      placeholder={t("coverages.payerPlaceholder")}
      nothingFoundMessage={t("coverages.payerNone")}
      required
      value={payer?.value ?? null}
      known={payer}
      found={(data?.payers?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      onType={setTyped}
      error={error}
      onChange={onChange}
    />
  );
}
