import { Text } from "@mantine/core";
import { useNavigate } from "react-router";
import { useClient } from "urql";
import * as z from "zod/mini";
import { CreateInvoiceDocument } from "../../../graphql/graphql.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";

/** Makes a draft in the place of an invoice that was withdrawn, and opens it. */
export function ReplaceDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const client = useClient();
  const navigate = useNavigate();
  const explain = useExplain();
  const form = useForm({
    schema: z.object({}),
    initial: {},
    action: t("actions.replace"),
    send: (_, idempotencyKey) =>
      sendCommand(
        client,
        CreateInvoiceDocument,
        { replacesId: invoice.id, idempotencyKey },
        (data) => data.createInvoice,
      ),
    explain,
    onDone({ invoice: draft }) {
      onClose();
      if (draft !== null) {
        void navigate(`/billing/${draft.id}`);
      }
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("replaceDialog.title")}
      size={460}
      opened={opened}
      onClose={onClose}
      submit={t("actions.replace")}
    >
      <Text size="sm">{t("replaceDialog.text")}</Text>
    </FormDialog>
  );
}
