import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type ConditionRowFragment,
  RecordConditionDocument,
  UpdateConditionDocument,
} from "../../../graphql/graphql.ts";
import { optionalPastDay } from "../../../lib/forms/days.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { codeSystems } from "../code-systems.ts";
import { coded, codedValues, ofItsSystem } from "../coded.schema.ts";
import { EntryDialog, type HistoryDialogProps } from "./entry-dialog.tsx";

const systems = [codeSystems.snomed, codeSystems.icd10];

/** Writes down what the patient has, or corrects it. */
export function ConditionDialog(props: HistoryDialogProps<ConditionRowFragment>) {
  const { patient, subject, onClose, onDone } = props;
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const action = subject === null ? t("add") : t("save");
  const form = useForm({
    schema: z.object({ ...coded, onset: optionalPastDay(today), abatement: optionalPastDay(today) }).check(ofItsSystem),
    initial: {
      ...codedValues(subject, codeSystems.snomed),
      onset: subject?.onset ?? "",
      abatement: subject?.abatement ?? "",
    },
    draft: draftOf("condition", subject, patient.id),
    action,
    send: (input, idempotencyKey): Promise<Outcome<unknown>> =>
      subject === null
        ? sendCommand(
            client,
            RecordConditionDocument,
            { ...input, patientId: patient.id, idempotencyKey },
            (data) => data.recordCondition,
          )
        : sendCommand(
            client,
            UpdateConditionDocument,
            { ...input, id: subject.id, expectedVersion: subject.version, idempotencyKey },
            (data) => data.updateCondition,
          ),
    onAnswer: onDone,
    onDone: onClose,
  });
  return <EntryDialog {...props} form={form} kind="conditions" systems={systems} days={["onset", "abatement"]} />;
}
