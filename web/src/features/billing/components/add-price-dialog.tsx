import { Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { AddPriceDocument, VisitType } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { amountText, parseAmount, parsePercent } from "../../../lib/format/amount.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";
import { usePeriod } from "../use-period.ts";
import { AmountField } from "./amount-field.tsx";
import { PayerField } from "./payer-field.tsx";
import { PeriodFields } from "./period-fields.tsx";
import { SpecialtyField } from "./specialty-field.tsx";

const visitTypes = Object.values(VisitType);

interface AddDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A price for a kind of visit: of any specialty and payer, unless told. */
export function AddPriceDialog({ opened, onClose, onDone }: AddDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { currency } = useViewer().organization;
  const [visitType, setVisitType] = useState<VisitType>(VisitType.InPerson);
  const [specialty, setSpecialty] = useState<string | null>(null);
  const [payerId, setPayerId] = useState<string | null>(null);
  const [price, setPrice] = useState("");
  const [tax, setTax] = useState("0");
  const period = usePeriod(dayInZone(new Date(), format.timeZone));
  const form = useCommandForm({
    document: AddPriceDocument,
    select: ({ addPrice }) => addPrice,
    places: ["amount", "taxBasisPoints", "specialty", "payerId", "startsOn", "endsOn"],
    read() {
      const [amount, taxBasisPoints] = [parseAmount(price, currency, format.locale), parsePercent(tax)];
      const problems = {
        ...(amount === null
          ? { amount: t("wrong.amount", { example: amountText(12_345, currency, format.locale) }) }
          : {}),
        ...(taxBasisPoints === null ? { taxBasisPoints: t("wrong.percent") } : {}),
        ...period.problems,
      };
      return amount === null || taxBasisPoints === null || Object.keys(problems).length > 0
        ? { problems }
        : {
            input: {
              ...{ visitType, amount, taxBasisPoints, ...period.input },
              ...(specialty === null ? {} : { specialty }),
              ...(payerId === null ? {} : { payerId }),
            },
          };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("prices.add") }),
    onDone() {
      notifications.show({ color: "green", message: t("prices.done.added") });
      onDone();
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("prices.addTitle")}
      subtitle={t("prices.addSubtitle")}
      action={t("prices.add")}
      size={520}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Select
        data-autofocus
        label={t("prices.visitType")}
        allowDeselect={false}
        value={visitType}
        onChange={(value) => setVisitType(visitTypes.find((name) => name === value) ?? visitType)}
        data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
      />
      <SpecialtyField
        label={t("prices.specialty")}
        value={specialty}
        onChange={(code) => {
          setSpecialty(code);
          form.mend("specialty");
        }}
        error={form.problems.specialty}
      />
      <PayerField
        label={t("prices.payer")}
        placeholder={t("prices.anyPayer")}
        value={payerId}
        onChange={(id) => {
          setPayerId(id);
          form.mend("payerId");
        }}
        error={form.problems.payerId}
      />
      <AmountField
        label={t("prices.price")}
        currency={currency}
        value={price}
        onChange={(value) => {
          setPrice(value);
          form.mend("amount");
        }}
        error={form.problems.amount}
      />
      <TextInput
        label={t("prices.tax")}
        inputMode="decimal"
        maxLength={6}
        rightSection="%"
        value={tax}
        onChange={(event) => {
          setTax(event.currentTarget.value);
          form.mend("taxBasisPoints");
        }}
        error={form.problems.taxBasisPoints}
      />
      <PeriodFields period={period} form={form} />
    </CommandDialog>
  );
}
