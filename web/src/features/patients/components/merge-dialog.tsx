import { Button, Textarea } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useClient } from "urql";
import * as z from "zod/mini";
import { type ComparedPatientFragment, MergePatientsDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { DialogFrame } from "../../../ui/dialog/dialog-frame.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useGoAfter } from "../../../ui/form/use-go-after.ts";
import { addressLines } from "../address-lines.ts";
import styles from "./merge-dialog.module.css";

interface MergeDialogProps {
  readonly patient: ComparedPatientFragment;
  readonly other: ComparedPatientFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMerged: () => void;
}

const limit = limits.MergePatientsInput.reason;

/** Two records side by side; for whoever may, one of them stands for both from then on. */
export function MergeDialog(props: MergeDialogProps) {
  return mayWithRecords(useViewer(), "merge") ? <MergeForm {...props} /> : <Comparison {...props} />;
}

function Comparison({ patient, other, opened, onClose }: MergeDialogProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  return (
    <DialogFrame
      title={t("duplicates.mergeTitle")}
      size={760}
      opened={opened}
      onClose={onClose}
      buttons={
        <Button variant="default" onClick={onClose}>
          {common("common.close")}
        </Button>
      }
    >
      <Compared kept={patient} merged={other} />
      <p className={styles.note}>{t("duplicates.onlyAdministrators")}</p>
    </DialogFrame>
  );
}

function MergeForm({ patient, other, opened, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const go = useGoAfter(opened);
  const form = useForm({
    schema: z.object({ swapped: z.boolean(), reason: text(limit) }),
    initial: { swapped: false, reason: "" },
    draft: `merge:${patient.id}:${other.id}`,
    action: t("duplicates.merge"),
    async send({ swapped, reason }, idempotencyKey) {
      const [kept, merged] = swapped ? [other, patient] : [patient, other];
      const input = {
        ...{ id: merged.id, intoId: kept.id, reason, idempotencyKey },
        ...{ expectedVersion: merged.version, intoExpectedVersion: kept.version },
      };
      const outcome = await sendCommand(client, MergePatientsDocument, input, (data) => data.mergePatients);
      return explained(outcome, t("duplicates.conflict"));
    },
    onDone(_, { swapped }) {
      onClose();
      if (swapped) {
        go(`/patients/${other.id}/duplicates`);
      } else {
        onMerged();
      }
    },
  });
  const { swapped } = form.values;
  const [kept, merged] = swapped ? [other, patient] : [patient, other];
  return (
    <FormDialog
      form={form}
      title={t("duplicates.mergeTitle")}
      subtitle={t("duplicates.mergeText")}
      size={760}
      opened={opened}
      onClose={onClose}
      submit={t("duplicates.merge")}
    >
      <Compared kept={kept} merged={merged} />
      <Button
        variant="default"
        size="xs"
        mt={12}
        leftSection={<IconArrowsExchange size={16} stroke={1.7} aria-hidden />}
        onClick={() => form.set("swapped", !swapped)}
      >
        {t("duplicates.swap")}
      </Button>
      <Textarea mt={16} label={t("reason")} required rows={2} maxLength={limit.max} {...form.text("reason")} />
    </FormDialog>
  );
}

/** Which visits overlap is the server's to say: what to do about them is said before it. */
function explained<Payload>(outcome: Outcome<Payload>, conflict: string): Outcome<Payload> {
  return outcome.kind === "refused"
    ? {
        ...outcome,
        errors: outcome.errors.map((error) =>
          error.code === "MERGE_CONFLICT" ? { ...error, field: null, message: `${conflict} ${error.message}` } : error,
        ),
      }
    : outcome;
}

function Compared({ kept, merged }: { kept: ComparedPatientFragment; merged: ComparedPatientFragment }) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const none = common("common.notRecorded");
  const facts: readonly { readonly label: string; readonly of: (one: ComparedPatientFragment) => string | null }[] = [
    { label: t("facts.name"), of: ({ fullName }) => fullName },
    { label: t("facts.mrn"), of: ({ mrn }) => mrn },
    { label: t("facts.born"), of: ({ birthDate }) => birthDate && format.date(birthDate, { dateStyle: "long" }) },
    { label: t("facts.gender"), of: ({ gender }) => gender && common(`person.gender.${gender}`) },
    { label: t("facts.email"), of: ({ email }) => email },
    { label: t("facts.phone"), of: ({ phone }) => phone },
    {
      label: t("facts.address"),
      of: ({ addresses }) => addresses?.flatMap((one) => addressLines(one, format.locale)).join(", ") || null,
    },
    { label: t("facts.externalId"), of: ({ externalId }) => externalId },
  ];
  return (
    <table className={styles.compared}>
      <caption className="visually-hidden">{t("duplicates.mergeTitle")}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t("duplicates.stands")}</th>
          <th scope="col">{t("duplicates.joins")}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ label, of }) => {
          const [left, right] = [of(kept), of(merged)];
          return (
            <tr key={label} data-differs={left !== right || undefined}>
              <th scope="row">{label}</th>
              <td>{left ?? none}</td>
              <td>{right ?? none}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
