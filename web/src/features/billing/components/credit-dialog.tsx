import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { CreditInvoiceDocument, type InvoiceParty } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain, isReason } from "../explain.ts";
import { creditable } from "../settlement.ts";
import { useAmount } from "../use-amount.ts";
import { AmountField } from "./amount-field.tsx";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";
import { PartyField } from "./party-field.tsx";
import { ReasonField } from "./reason-field.tsx";

/** Takes back what was charged too much. */
export function CreditDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { currency } = invoice.total;
  const [party, setParty] = useState<InvoiceParty>("PATIENT");
  const left = creditable(invoice, party);
  const amount = useAmount({ most: left, currency });
  const [reason, setReason] = useState("");
  const form = useCommandForm({
    document: CreditInvoiceDocument,
    select: ({ creditInvoice }) => creditInvoice,
    places: ["amount", "reason"],
    read() {
      const problems = {
        ...(amount.problem === null ? {} : { amount: amount.problem }),
        ...(isReason(reason) ? {} : { reason: t("wrong.reason") }),
      };
      return Object.keys(problems).length > 0
        ? { problems }
        : {
            input: {
              ...{ id: invoice.id, party, amount: amount.amount },
              ...{ reason: reason.trim(), expectedVersion: invoice.version },
            },
          };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("actions.credit") }),
    onDone() {
      notifications.show({ color: "green", message: t("creditDialog.done", { amount: amount.money }) });
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("creditDialog.title")}
      subtitle={t("creditDialog.subtitle")}
      action={t("creditDialog.title")}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      {invoice.payerShare.amount > 0 && (
        <PartyField
          value={party}
          onChange={(chosen) => {
            setParty(chosen);
            amount.restart(creditable(invoice, chosen));
            form.mend("amount");
          }}
        />
      )}
      <AmountField
        focused
        label={t("amount")}
        description={t("creditDialog.left", { amount: format.money({ amount: left, currency }) })}
        currency={currency}
        value={amount.text}
        onChange={(value) => {
          amount.setText(value);
          form.mend("amount");
        }}
        error={form.problems.amount}
      />
      <ReasonField
        value={reason}
        onChange={(value) => {
          setReason(value);
          form.mend("reason");
        }}
        error={form.problems.reason}
      />
    </CommandDialog>
  );
}
