import { Select, TextInput } from "@mantine/core";
import { IconReceiptOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import {
  BillingSpecialtiesDocument,
  PriceListDocument,
  type PriceListQuery,
  type PriceRowFragment,
  VisitType,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { PayerField } from "./payer-field.tsx";
import { PeriodList, type PeriodView } from "./period-list.tsx";
import { QuotePreview } from "./quote-preview.tsx";
import { SpecialtyField } from "./specialty-field.tsx";
import styles from "./table-cells.module.css";

const selectPrices = (data: PriceListQuery) => data.prices;
const visitTypes = Object.values(VisitType);

/** What visits cost, from when to when. */
export function PriceListPage() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const visitType = visitTypes.find((name) => name === parameters.get("visit")) ?? null;
  const specialty = parameters.get("specialty");
  const payerId = parameters.get("payer");
  const on = parameters.get("on");
  const filter = {
    ...(visitType === null ? {} : { visitType }),
    ...(specialty === null ? {} : { specialty }),
    ...(payerId === null ? {} : { payerId }),
    ...(on === null ? {} : { on }),
  };
  const pages = usePages(PriceListDocument, { filter }, selectPrices);
  // What a visit would cost follows the prices.
  const [changes, setChanges] = useState(0);
  const refresh = () => {
    pages.refresh();
    setChanges((before) => before + 1);
  };
  useReturnRefresh(refresh);
  const set = (name: string, value: string | null) =>
    setParameters((before) => withParameter(before, name, value), { replace: true });
  return (
    <PeriodList
      of="prices"
      icon={IconReceiptOff}
      pages={{ ...pages, refresh }}
      view={usePriceView()}
      filters={
        <>
          <Select
            aria-label={t("prices.visitType")}
            placeholder={t("prices.anyVisitType")}
            value={visitType}
            onChange={(value) => set("visit", value)}
            clearable
            data={visitTypes.map((name) => ({ value: name, label: common(`appointments.visits.${name}`) }))}
          />
          <SpecialtyField value={specialty} onChange={(value) => set("specialty", value)} />
          <PayerField
            placeholder={t("prices.anyPayer")}
            value={payerId}
            onChange={(payer) => set("payer", payer?.value ?? null)}
          />
          <TextInput
            type="date"
            aria-label={t("prices.on")}
            value={on ?? ""}
            onChange={(event) => set("on", event.currentTarget.value)}
          />
        </>
      }
      onClear={Object.keys(filter).length === 0 ? null : () => setParameters({}, { replace: true })}
    >
      <QuotePreview changes={changes} />
    </PeriodList>
  );
}

function usePriceView(): PeriodView<PriceRowFragment> {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { data } = useAnswer({ query: BillingSpecialtiesDocument });
  return useMemo(() => {
    const specialtyOf = ({ specialty }: PriceRowFragment) =>
      specialty === null
        ? t("prices.anySpecialty")
        : (data?.specialties?.find(({ code }) => code === specialty)?.name ?? specialty);
    const payerOf = ({ payer }: PriceRowFragment) => payer?.name ?? t("prices.anyPayer");
    const nameOf = ({ visitType }: PriceRowFragment) => common(`appointments.visits.${visitType}`);
    return {
      nameOf,
      before: [
        {
          id: "visit",
          header: t("prices.column.visit"),
          width: "20%",
          cell: (row) => (
            <>
              <strong className={styles.name}>{nameOf(row)}</strong>
              <span className={styles.detail}>{specialtyOf(row)}</span>
            </>
          ),
        },
        { id: "applies", header: t("prices.column.applies"), cell: payerOf },
      ],
      after: [
        {
          id: "price",
          header: t("prices.column.price"),
          width: "116px",
          align: "end",
          cell: (row) => (
            <>
              <strong className={styles.name}>{format.money(row.price)}</strong>
              {row.taxBasisPoints > 0 && (
                <span className={styles.detail}>
                  + {format.percentage(row.taxBasisPoints / 10_000)} {t("prices.column.tax")}
                </span>
              )}
            </>
          ),
        },
      ],
      compact: (row) => ({
        title: [nameOf(row), specialtyOf(row)].join(" · "),
        detail: payerOf(row),
        end: format.money(row.price),
      }),
    };
  }, [t, common, format, data]);
}
