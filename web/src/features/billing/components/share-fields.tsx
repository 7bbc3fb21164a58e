import type { InvoiceParty, InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import { amountText } from "../../../lib/format/amount.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { AmountField } from "./amount-field.tsx";
import { PartyField } from "./party-field.tsx";

interface ShareFieldsProps {
  readonly invoice: InvoiceWholeFragment;
  readonly form: Pick<Form<{ party: InvoiceParty; amount: string }>, "values" | "set" | "text">;
  /** What there is of a party's share, in minor units. */
  readonly leftOf: (party: InvoiceParty) => number;
  readonly hint: (left: string) => string;
}

/** How much of whose share of an invoice: all that there is of it, until somebody writes less. */
export function ShareFields({ invoice, form, leftOf, hint }: ShareFieldsProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const { currency } = invoice.total;
  const { party } = form.values;
  return (
    <>
      {invoice.payerShare.amount > 0 && (
        <PartyField
          value={party}
          onChange={(chosen) => {
            form.set("party", chosen);
            form.set("amount", amountText(leftOf(chosen), currency, format.locale));
          }}
        />
      )}
      <AmountField
        focused
        label={t("amount")}
        description={hint(format.money({ amount: leftOf(party), currency }))}
        currency={currency}
        {...form.text("amount")}
      />
    </>
  );
}
