import { Textarea, TextInput } from "@mantine/core";
import * as z from "zod/mini";
import { limits } from "../../../graphql/limits.ts";
import { optionalText, text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import type { Outcome } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { OpenPatient } from "../../../lib/open-patient.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import styles from "./erase-dialog.module.css";

interface EraseDialogProps {
  readonly patient: OpenPatient;
  readonly confirm: string;
  /** Whether a reason is asked for. */
  readonly reasoned: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Null while the same is under way already. */
  readonly send: (reason: string) => Promise<Outcome<unknown> | null>;
  readonly onDone: () => void;
}

const limit = limits.RequestPatientErasureInput.reason;
const going = ["identity", "history", "notes", "documents", "account", "names"] as const;
const staying = ["invoices", "audit"] as const;

/** Names what will be gone and what stays, and takes the patient's number for a yes: nothing brings back what is erased. */
export function EraseDialog({ patient, confirm, reasoned, opened, onClose, send, onDone }: EraseDialogProps) {
  const { t } = useTranslation("record");
  const form = useForm({
    schema: z.object({
      reason: reasoned ? text(limit) : optionalText(limit),
      mrn: z.string().check(
        z.minLength(1),
        z.refine((typed) => typed.trim() === patient.mrn, { error: "forms.mrn" }),
      ),
    }),
    initial: { reason: "", mrn: "" },
    action: confirm,
    send: async ({ reason = "" }: { reason?: string | undefined }) => (await send(reason)) ?? { kind: "unknown" },
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t("erasure.dialogTitle", { name: patient.fullName })}
      size={560}
      opened={opened}
      onClose={onClose}
      submit={confirm}
      danger
    >
      <div className={styles.parts}>
        <div>
          <h3>{t("erasure.goes")}</h3>
          <ul>
            {going.map((name) => (
              <li key={name}>{t(`erasure.going.${name}`)}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t("erasure.stays")}</h3>
          <ul>
            {staying.map((name) => (
              <li key={name}>{t(`erasure.staying.${name}`)}</li>
            ))}
          </ul>
        </div>
      </div>
      <p className={styles.warning}>{t("erasure.forGood")}</p>
      {reasoned && (
        <Textarea
          mt={16}
          data-autofocus
          label={t("reason")}
          required
          rows={2}
          maxLength={limit.max}
          {...form.text("reason")}
        />
      )}
      <TextInput
        mt={16}
        label={t("erasure.typeMrn", { mrn: patient.mrn })}
        required
        autoComplete="off"
        {...form.text("mrn")}
      />
    </FormDialog>
  );
}
