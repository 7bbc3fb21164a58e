import { Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { IssueInvoiceDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";

const usualDays = 30;
const mostDays = 365;

/** Gives a draft its number. After that it can only be corrected. */
export function IssueDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const [days, setDays] = useState(String(usualDays));
  const form = useCommandForm({
    document: IssueInvoiceDocument,
    select: ({ issueInvoice }) => issueInvoice,
    places: ["dueInDays"],
    read() {
      const dueInDays = Number(days);
      return /^\d+$/.test(days.trim()) && dueInDays <= mostDays
        ? { input: { id: invoice.id, dueInDays, expectedVersion: invoice.version } }
        : { problems: { dueInDays: t("issueDialog.dueInDaysWrong") } };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("actions.issue") }),
    onDone(answer) {
      notifications.show({
        color: "green",
        message: t("issueDialog.done", { number: answer.invoice?.number ?? common("billing.invoice") }),
      });
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("issueDialog.title")}
      action={t("actions.issue")}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t("issueDialog.text")}</Text>
      <TextInput
        data-autofocus
        label={t("issueDialog.dueInDays")}
        inputMode="numeric"
        maxLength={3}
        value={days}
        onChange={(event) => {
          setDays(event.currentTarget.value);
          form.mend("dueInDays");
        }}
        error={form.problems.dueInDays}
      />
    </CommandDialog>
  );
}
