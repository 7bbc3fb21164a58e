import { Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { IssueInvoiceDocument } from "../../../graphql/graphql.ts";
import { counts } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { whole } from "../../../lib/forms/amounts.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";

const usualDays = 30;
const { dueInDays: days } = counts.IssueInvoiceInput;

const schema = z.object({ dueInDays: whole(days.min, days.max) });

/** Gives a draft its number. After that it can only be corrected. */
export function IssueDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const form = useForm({
    schema,
    initial: { dueInDays: format.number(usualDays) },
    draft: draftOf("issue", invoice),
    action: t("actions.issue"),
    send: ({ dueInDays }, idempotencyKey) =>
      sendCommand(
        client,
        IssueInvoiceDocument,
        { id: invoice.id, dueInDays, expectedVersion: invoice.version, idempotencyKey },
        (data) => data.issueInvoice,
      ),
    explain,
    onDone(answer) {
      notifications.show({
        color: "green",
        message: t("issueDialog.done", { number: answer.invoice?.number ?? common("billing.invoice") }),
      });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("issueDialog.title")}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={t("actions.issue")}
    >
      <FieldStack>
        <Text size="sm">{t("issueDialog.text")}</Text>
        <TextInput
          data-autofocus
          label={t("issueDialog.dueInDays")}
          inputMode="numeric"
          maxLength={3}
          {...form.text("dueInDays")}
        />
      </FieldStack>
    </FormDialog>
  );
}
