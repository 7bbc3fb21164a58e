import { Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { QuotePreviewDocument, type QuotePreviewQuery, VisitType } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { parsePercent } from "../../../lib/format/amount.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { useLineText } from "../use-line-text.ts";
import { PayerField } from "./payer-field.tsx";
import styles from "./quote-preview.module.css";
import { SpecialtyField } from "./specialty-field.tsx";

const visitTypes = Object.values(VisitType);

/** What a visit would cost whom, before anybody books it. */
export function QuotePreview({
  changes,
}: {
  /** How often the prices may have changed since it is shown. */ readonly changes: number;
}) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [visitType, setVisitType] = useState<VisitType>(VisitType.InPerson);
  const [specialty, setSpecialty] = useState<string | null>(null);
  const [payerId, setPayerId] = useState<string | null>(null);
  const [plan, setPlan] = useState("");
  const [on, setOn] = useState(() => dayInZone(new Date(), format.timeZone));
  const [discount, setDiscount] = useState("0");
  const points = parsePercent(discount);
  const [typed] = useDebouncedValue(plan.trim(), 300);
  const { data, current, error, fetching, retry } = useAnswer({
    query: QuotePreviewDocument,
    variables: {
      input: {
        visitType,
        ...(specialty === null ? {} : { specialty }),
        ...(payerId === null ? {} : { payerId }),
        ...(payerId === null || typed === "" ? {} : { plan: typed }),
        ...(on === "" ? {} : { on }),
        ...(points === null || points === 0 ? {} : { discountBasisPoints: points }),
      },
    },
    // Prices are added meanwhile: what is known may be what was.
    requestPolicy: "cache-and-network",
  });
  const latest = useRef(retry);
  useEffect(() => {
    latest.current = retry;
  }, [retry]);
  useEffect(() => {
    if (changes > 0) {
      latest.current();
    }
  }, [changes]);
  const failed = !fetching && failureOf(error, "quote") !== null;

  return (
    <Card title={t("quote.title")} subtitle={t("quote.text")}>
      <div className={styles.fields}>
        <Select
          label={t("prices.visitType")}
          allowDeselect={false}
          value={visitType}
          onChange={(value) => setVisitType(visitTypes.find((name) => name === value) ?? visitType)}
          data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
        />
        <SpecialtyField label={t("prices.specialty")} value={specialty} onChange={setSpecialty} />
        <PayerField
          label={t("prices.payer")}
          placeholder={common("billing.selfPay")}
          value={payerId}
          onChange={(payer) => setPayerId(payer?.value ?? null)}
        />
        {payerId !== null && (
          <TextInput
            label={t("quote.plan")}
            maxLength={limits.QuoteInput.plan.max}
            autoComplete="off"
            value={plan}
            onChange={(event) => setPlan(event.currentTarget.value)}
          />
        )}
        <TextInput
          type="date"
          label={t("quote.on")}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <TextInput
          label={t("quote.discount")}
          inputMode="decimal"
          maxLength={6}
          rightSection="%"
          value={discount}
          onChange={(event) => setDiscount(event.currentTarget.value)}
          error={points === null && common("forms.percentage")}
        />
      </div>
      <div className={styles.quote} role="status">
        {failed ? (
          <ErrorState quiet onRetry={retry} />
        ) : current && data?.quote ? (
          <Quoted quote={data.quote} />
        ) : (
          !fetching && <p className={styles.none}>{t("quote.none")}</p>
        )}
      </div>
    </Card>
  );
}

function Quoted({ quote }: { readonly quote: NonNullable<QuotePreviewQuery["quote"]> }) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const textOf = useLineText();
  return (
    <>
      <h3>{t("quote.lines")}</h3>
      {quote.lines.map((line) => (
        <p key={`${line.kind}${line.description}`}>
          <span>{textOf(line)}</span>
          <span>{format.money(line.amount)}</span>
        </p>
      ))}
      <p className={styles.total}>
        <span>{t("quote.total")}</span>
        <span>{format.money(quote.total)}</span>
      </p>
      <h3>{t("quote.shares")}</h3>
      {quote.shares.map(({ reason, amount }) => (
        <p key={reason}>
          <span>{t(`quote.reasons.${reason}`)}</span>
          <span>{format.money(amount)}</span>
        </p>
      ))}
    </>
  );
}
