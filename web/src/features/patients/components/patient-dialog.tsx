import { useClient } from "urql";
import { type PatientDemographicsFragment, UpdatePatientDocument } from "../../../graphql/graphql.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useToday } from "../../../lib/use-today.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { patientSchema } from "../patient.schema.ts";
import { inputOf, valuesOf } from "../patient-values.ts";
import { PatientFields } from "./patient-fields.tsx";

interface PatientDialogProps {
  readonly subject: PatientDemographicsFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Changes who a patient is and how they are reached. */
export function PatientDialog({ subject, opened, onClose, onDone }: PatientDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const today = useToday();
  const mayRecordDeath = mayWithRecords(useViewer(), "recordDeath");
  const form = useForm({
    schema: patientSchema(today),
    initial: valuesOf(subject),
    draft: draftOf("patient", subject),
    action: t("save"),
    send: (checked, idempotencyKey) =>
      sendCommand(
        client,
        UpdatePatientDocument,
        {
          ...{ id: subject.id, expectedVersion: subject.version, idempotencyKey },
          ...inputOf(checked),
          ...(mayRecordDeath ? { deceasedDate: checked.deceasedDate } : {}),
        },
        (data) => data.updatePatient,
      ),
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t("edit.title")}
      subtitle={subject.fullName}
      size={760}
      opened={opened}
      onClose={onClose}
      submit={t("save")}
    >
      <PatientFields form={form} withDeath={mayRecordDeath} />
    </FormDialog>
  );
}
