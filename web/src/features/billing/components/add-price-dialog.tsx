import { Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { AddPriceDocument, VisitType } from "../../../graphql/graphql.ts";
import { counts } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { amount, percentage } from "../../../lib/forms/amounts.ts";
import { day, inOrder, optionalDay } from "../../../lib/forms/days.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useToday } from "../../../lib/use-today.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import type { Choice } from "../../../ui/form/search-select.tsx";
import { useExplain } from "../explain.ts";
import { AmountField } from "./amount-field.tsx";
import { PayerField } from "./payer-field.tsx";
import { PercentageField } from "./percentage-field.tsx";
import { PeriodFields } from "./period-fields.tsx";
import { SpecialtyField } from "./specialty-field.tsx";

const visitTypes = Object.values(VisitType);

interface AddPriceDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A price for a kind of visit: of any specialty and payer, unless told. */
export function AddPriceDialog({ opened, onClose, onDone }: AddPriceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const { locale } = useFormat();
  const client = useClient();
  const explain = useExplain();
  const { currency } = useViewer().organization;
  const schema = z
    .object({
      visitType: z.enum(VisitType),
      specialty: z.nullable(z.string()),
      payerId: z.nullable(z.custom<Choice>()),
      amount: amount({ currency, locale }, counts.AddPriceInput.amount.max),
      taxBasisPoints: percentage(),
      startsOn: day(),
      endsOn: optionalDay(),
    })
    .check(inOrder("startsOn", "endsOn"));
  const initial: z.input<typeof schema> = {
    ...{ visitType: VisitType.InPerson, specialty: null, payerId: null, amount: "", taxBasisPoints: "0" },
    ...{ startsOn: useToday(), endsOn: "" },
  };
  const form = useForm({
    schema,
    initial,
    draft: "price",
    action: t("prices.add"),
    send: ({ payerId, ...input }, idempotencyKey) =>
      sendCommand(
        client,
        AddPriceDocument,
        { ...input, payerId: payerId?.value ?? null, idempotencyKey },
        (data) => data.addPrice,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("prices.done.added") });
      onDone();
      onClose();
    },
  });
  const { visitType, specialty, payerId } = form.values;
  return (
    <FormDialog
      form={form}
      title={t("prices.addTitle")}
      subtitle={t("prices.addSubtitle")}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("prices.add")}
    >
      <FieldStack>
        <Select
          data-autofocus
          label={t("prices.visitType")}
          allowDeselect={false}
          value={visitType}
          onChange={(value) => form.set("visitType", visitTypes.find((name) => name === value) ?? visitType)}
          data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
        />
        <SpecialtyField
          label={t("prices.specialty")}
          value={specialty}
          onChange={(code) => form.set("specialty", code)}
          error={form.problem("specialty")}
        />
        <PayerField
          label={t("prices.payer")}
          placeholder={t("prices.anyPayer")}
          value={payerId?.value ?? null}
          known={payerId}
          onChange={(payer) => form.set("payerId", payer)}
          error={form.problem("payerId")}
        />
        <AmountField label={t("prices.price")} currency={currency} {...form.text("amount")} />
        <PercentageField label={t("prices.tax")} {...form.text("taxBasisPoints")} />
        <PeriodFields form={form} />
      </FieldStack>
    </FormDialog>
  );
}
