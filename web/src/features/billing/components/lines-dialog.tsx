import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useClient } from "urql";
import { SetInvoiceLinesDocument } from "../../../graphql/graphql.ts";
import { counts, limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldList } from "../../../ui/form/field-list.tsx";
import { FieldGrid, FieldStack, Wide } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";
import { chargedKinds, inputOf, type LineValues, linesSchema, newLine, subtotalOf, valuesOf } from "../lines.schema.ts";
import { AmountField } from "./amount-field.tsx";
import type { InvoiceDialogProps } from "./invoice-dialog.tsx";
import styles from "./lines-dialog.module.css";
import { PayerField } from "./payer-field.tsx";
import { PercentageField } from "./percentage-field.tsx";

/** Says what a draft charges for, in place of all its lines: what is let off, the tax and the shares come of it. */
export function LinesDialog({ invoice, opened, onClose }: InvoiceDialogProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const writing = { currency: invoice.total.currency, locale: format.locale };
  // Once: a line that is made for an empty draft is nothing that somebody wrote.
  const [initial] = useState(() => valuesOf(invoice, writing));
  const form = useForm({
    schema: linesSchema(writing),
    initial,
    draft: draftOf("invoice-lines", invoice),
    action: t("actions.edit"),
    send: (checked, idempotencyKey) =>
      sendCommand(
        client,
        SetInvoiceLinesDocument,
        {
          ...inputOf(checked, writing),
          ...{ id: invoice.id, expectedVersion: invoice.version, idempotencyKey },
        },
        (data) => data.setInvoiceLines,
      ),
    explain,
    placeOf: ({ field }) => placeOf(field ?? []),
    onDone({ invoice: changed }) {
      const total = changed === null ? "" : format.money(changed.total);
      notifications.show({ color: "green", message: t("linesDialog.done", { total }) });
      onClose();
    },
  });
  const { values } = form;
  const subtotal = subtotalOf(values, writing);
  return (
    <FormDialog
      form={form}
      title={t("linesDialog.title")}
      subtitle={t("linesDialog.subtitle")}
      size={820}
      opened={opened}
      onClose={onClose}
      submit={t("linesDialog.save")}
    >
      <FieldStack>
        <FieldList
          title={t("linesDialog.lines")}
          items={values.lines}
          most={counts.SetInvoiceLinesInput.lines.max}
          addLabel={t("linesDialog.add")}
          removeLabel={(index) => t("linesDialog.remove", { line: index + 1 })}
          rowLabel={(index) => t("linesDialog.line", { line: index + 1 })}
          create={newLine}
          onChange={(lines) => form.set("lines", [...lines])}
        >
          {(line, change, index) => (
            <LineFields
              line={line}
              currency={writing.currency}
              focused={index === 0}
              problem={(name) => form.problem(`lines.${index}.${name}`)}
              onChange={change}
            />
          )}
        </FieldList>
        {form.problem("lines") !== undefined && (
          <p role="alert" className={styles.problem}>
            {t("linesDialog.none")}
          </p>
        )}
        <FieldGrid>
          <div className={styles.discount}>
            <TextInput
              label={t("linesDialog.discount")}
              inputMode="decimal"
              autoComplete="off"
              maxLength={20}
              {...form.text("discount")}
            />
            <SegmentedControl
              aria-label={t("linesDialog.discountBy")}
              value={values.discountBy}
              onChange={(by) => form.set("discountBy", by === "part" ? "part" : "amount")}
              data={[
                { value: "amount", label: writing.currency },
                { value: "part", label: "%" },
              ]}
            />
          </div>
          <p className={styles.subtotal} role="status">
            <span>{t("invoice.subtotal")}</span>
            <strong>{subtotal === null ? "–" : format.money({ amount: subtotal, currency: writing.currency })}</strong>
          </p>
        </FieldGrid>
        <FieldGrid>
          <PayerField
            label={t("linesDialog.payer")}
            placeholder={t("linesDialog.noPayer")}
            value={values.payer?.value ?? null}
            known={values.payer}
            error={form.problem("payer")}
            onChange={(payer) => form.set("payer", payer)}
          />
          {values.payer !== null && (
            <TextInput
              label={t("linesDialog.plan")}
              description={t("linesDialog.planHint")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              autoComplete="off"
              maxLength={limits.SetInvoiceLinesInput.plan.max}
              {...form.text("plan")}
            />
          )}
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}

interface LineFieldsProps {
  readonly line: LineValues;
  readonly currency: string;
  readonly focused: boolean;
  readonly problem: (name: string) => string | undefined;
  readonly onChange: (part: Partial<LineValues>) => void;
}

function LineFields({ line, currency, focused, problem, onChange }: LineFieldsProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  return (
    <>
      <Wide>
        <TextInput
          {...(focused ? { "data-autofocus": true } : {})}
          label={common("billing.line.description")}
          required
          autoComplete="off"
          maxLength={limits.InvoiceLineInput.description.max}
          value={line.description}
          error={problem("description")}
          onChange={({ currentTarget }) => onChange({ description: currentTarget.value })}
        />
      </Wide>
      <div className={styles.numbers}>
        <Select
          label={t("linesDialog.kind")}
          allowDeselect={false}
          value={line.kind}
          onChange={(kind) => onChange({ kind: chargedKinds.find((name) => name === kind) ?? line.kind })}
          data={chargedKinds.map((name) => ({ value: name, label: t(`linesDialog.kinds.${name}`) }))}
        />
        <TextInput
          label={common("billing.line.quantity")}
          required
          inputMode="numeric"
          maxLength={4}
          value={line.quantity}
          error={problem("quantity")}
          onChange={({ currentTarget }) => onChange({ quantity: currentTarget.value })}
        />
        <AmountField
          label={common("billing.line.unitPrice")}
          currency={currency}
          value={line.unitPrice}
          error={problem("unitPrice")}
          onChange={({ currentTarget }) => onChange({ unitPrice: currentTarget.value })}
        />
        <PercentageField
          label={t("invoice.tax")}
          value={line.tax}
          error={problem("tax")}
          onChange={({ currentTarget }) => onChange({ tax: currentTarget.value })}
        />
      </div>
    </>
  );
}

const places = [
  ["taxBasisPoints", "tax"],
  ["discountAmount", "discount"],
  ["discountBasisPoints", "discount"],
  ["payerId", "payer"],
] as const;

/** The field that the server means by its own. */
function placeOf(path: readonly string[]): string | undefined {
  const start = path.findIndex((step) => step === "lines" || step === "plan" || places.some(([name]) => name === step));
  return start === -1
    ? undefined
    : path
        .slice(start)
        .map((step) => places.find(([name]) => name === step)?.[1] ?? step)
        .join(".");
}
