import { IconFileOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { TermsListDocument, type TermsListQuery, type TermsRowFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { withParameter } from "../../../lib/search-parameter.ts";
import { PayerField } from "./payer-field.tsx";
import { PeriodList, type PeriodView } from "./period-list.tsx";
import styles from "./table-cells.module.css";

const selectTerms = (data: TermsListQuery) => data.payerTerms;

/** What payers leave to their patients, from when to when. */
export function TermsListPage() {
  const { t } = useTranslation("bookkeeping");
  const [parameters, setParameters] = useSearchParams();
  const payerId = parameters.get("payer");
  const pages = usePages(TermsListDocument, payerId === null ? {} : { payerId }, selectTerms);
  useReturnRefresh(pages.refresh);
  const setPayer = (value: string | null) =>
    setParameters((before) => withParameter(before, "payer", value), { replace: true });
  return (
    <PeriodList
      of="terms"
      icon={IconFileOff}
      pages={pages}
      view={useTermsView()}
      filters={
        <PayerField
          placeholder={t("prices.anyPayer")}
          value={payerId}
          onChange={(payer) => setPayer(payer?.value ?? null)}
        />
      }
      onClear={payerId === null ? null : () => setPayer(null)}
    />
  );
}

function useTermsView(): PeriodView<TermsRowFragment> {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const nameOf = ({ payer }: TermsRowFragment) => payer?.name ?? common("common.notAvailable");
    const planOf = ({ plan }: TermsRowFragment) => plan ?? t("terms.anyPlan");
    const copayOf = ({ copay }: TermsRowFragment) => format.money(copay);
    const coinsuranceOf = ({ coinsuranceBasisPoints }: TermsRowFragment) =>
      format.percentage(coinsuranceBasisPoints / 10_000);
    return {
      nameOf,
      before: [
        {
          id: "payer",
          header: t("terms.column.payer"),
          width: "26%",
          cell: (row) => <strong className={styles.name}>{nameOf(row)}</strong>,
        },
        { id: "plan", header: t("terms.column.plan"), cell: planOf },
      ],
      after: [
        { id: "copay", header: t("terms.column.copay"), width: "100px", align: "end", cell: copayOf },
        { id: "coinsurance", header: t("terms.column.coinsurance"), width: "112px", align: "end", cell: coinsuranceOf },
      ],
      compact: (row) => ({
        title: [nameOf(row), planOf(row)].join(" · "),
        end: `${copayOf(row)} + ${coinsuranceOf(row)}`,
      }),
    };
  }, [t, common, format]);
}
