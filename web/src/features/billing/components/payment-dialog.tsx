import { Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { InvoiceParty, RecordPaymentDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { amountText } from "../../../lib/format/amount.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { noonOf } from "../../../lib/format/zoned-time.ts";
import { amount } from "../../../lib/forms/amounts.ts";
import { pastDay } from "../../../lib/forms/days.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { choice, optionalText } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { within } from "../amount-within.ts";
import { useExplain } from "../explain.ts";
import { recordableMethods } from "../payment-methods.ts";
import { owed } from "../settlement.ts";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";
import { ShareFields } from "./share-fields.tsx";

const limit = limits.RecordPaymentInput.reference;

/** Writes down what was received at the desk. */
export function PaymentDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const today = useToday();
  const { currency } = invoice.total;
  const leftOf = (of: InvoiceParty) => owed(invoice, of);
  const party = leftOf(InvoiceParty.Patient) > 0 ? InvoiceParty.Patient : InvoiceParty.Payer;
  const schema = z
    .object({
      party: z.enum(InvoiceParty),
      amount: amount({ currency, locale: format.locale }),
      method: choice(recordableMethods),
      reference: optionalText(limit),
      receivedAt: pastDay(today),
    })
    .check(within(({ party: of }) => leftOf(of), currency, format));
  const initial: z.input<typeof schema> = {
    ...{ party, amount: amountText(leftOf(party), currency, format.locale) },
    ...{ method: recordableMethods[0], reference: "", receivedAt: today },
  };
  const form = useForm({
    schema,
    initial,
    draft: draftOf("pay", invoice),
    action: t("actions.pay"),
    send: ({ reference, receivedAt, ...input }, idempotencyKey) =>
      sendCommand(
        client,
        RecordPaymentDocument,
        {
          ...{ ...input, invoiceId: invoice.id, idempotencyKey },
          ...(reference === undefined ? {} : { reference }),
          ...(receivedAt === today ? {} : { receivedAt: noonOf(receivedAt, format.timeZone).toISOString() }),
        },
        (data) => data.recordPayment,
      ),
    explain,
    onDone(_, sent) {
      const received = format.money({ amount: sent.amount, currency });
      notifications.show({ color: "green", message: t("paymentDialog.done", { amount: received }) });
      onClose();
    },
  });
  const { method } = form.values;
  return (
    <FormDialog
      form={form}
      title={t("paymentDialog.title")}
      subtitle={t("paymentDialog.subtitle", { amount: format.money(invoice.balance) })}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={t("actions.pay")}
    >
      <FieldStack>
        <ShareFields
          invoice={invoice}
          form={form}
          leftOf={leftOf}
          hint={(left) => t("paymentDialog.owed", { amount: left })}
        />
        <Select
          label={t("paymentDialog.method")}
          allowDeselect={false}
          value={method}
          onChange={(value) => form.set("method", recordableMethods.find((name) => name === value) ?? method)}
          data={recordableMethods.map((name) => ({ value: name, label: t(`methods.${name}`) }))}
        />
        <TextInput
          label={t("paymentDialog.reference")}
          maxLength={limit.max}
          autoComplete="off"
          {...form.text("reference")}
        />
        <DayField label={t("paymentDialog.receivedOn")} max={today} {...form.text("receivedAt")} />
      </FieldStack>
    </FormDialog>
  );
}
