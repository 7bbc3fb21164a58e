import { Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { type InvoiceParty, RecordPaymentDocument, type RecordPaymentInput } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone, noonOf } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";
import { recordableMethods } from "../payment-methods.ts";
import { owed } from "../settlement.ts";
import { useAmount } from "../use-amount.ts";
import { AmountField } from "./amount-field.tsx";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";
import { PartyField } from "./party-field.tsx";

/** Writes down what was received at the desk. */
export function PaymentDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { currency } = invoice.total;
  const today = dayInZone(new Date(), format.timeZone);
  const [party, setParty] = useState<InvoiceParty>(() => (owed(invoice, "PATIENT") > 0 ? "PATIENT" : "PAYER"));
  const amount = useAmount({ most: owed(invoice, party), currency });
  const [method, setMethod] = useState<RecordPaymentInput["method"]>(recordableMethods[0]);
  const [reference, setReference] = useState("");
  const [day, setDay] = useState(today);
  const form = useCommandForm({
    document: RecordPaymentDocument,
    select: ({ recordPayment }) => recordPayment,
    places: ["amount", "reference", "receivedAt"],
    read() {
      const problems = {
        ...(amount.problem === null ? {} : { amount: amount.problem }),
        ...(day === "" || day > today ? { receivedAt: t("paymentDialog.receivedLater") } : {}),
      };
      return Object.keys(problems).length > 0
        ? { problems }
        : {
            input: {
              ...{ invoiceId: invoice.id, party, method, amount: amount.amount },
              ...(reference.trim() === "" ? {} : { reference: reference.trim() }),
              ...(day === today ? {} : { receivedAt: noonOf(day, format.timeZone).toISOString() }),
            },
          };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("actions.pay") }),
    onDone() {
      notifications.show({ color: "green", message: t("paymentDialog.done", { amount: amount.money }) });
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("paymentDialog.title")}
      subtitle={t("paymentDialog.subtitle", { amount: format.money(invoice.balance) })}
      action={t("actions.pay")}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      {invoice.payerShare.amount > 0 && (
        <PartyField
          value={party}
          onChange={(chosen) => {
            setParty(chosen);
            amount.restart(owed(invoice, chosen));
            form.mend("amount");
          }}
        />
      )}
      <AmountField
        focused
        label={t("amount")}
        description={t("paymentDialog.owed", { amount: format.money({ amount: owed(invoice, party), currency }) })}
        currency={currency}
        value={amount.text}
        onChange={(value) => {
          amount.setText(value);
          form.mend("amount");
        }}
        error={form.problems.amount}
      />
      <Select
        label={t("paymentDialog.method")}
        allowDeselect={false}
        value={method}
        onChange={(value) => setMethod(recordableMethods.find((name) => name === value) ?? method)}
        data={recordableMethods.map((name) => ({ value: name, label: t(`methods.${name}`) }))}
      />
      <TextInput
        label={t("paymentDialog.reference")}
        maxLength={200}
        autoComplete="off"
        value={reference}
        onChange={(event) => {
          setReference(event.currentTarget.value);
          form.mend("reference");
        }}
        error={form.problems.reference}
      />
      <TextInput
        type="date"
        label={t("paymentDialog.receivedOn")}
        max={today}
        value={day}
        onChange={(event) => {
          setDay(event.currentTarget.value);
          form.mend("receivedAt");
        }}
        error={form.problems.receivedAt}
      />
    </CommandDialog>
  );
}
