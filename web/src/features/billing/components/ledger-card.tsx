import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { InvoiceLedgerDocument, type InvoiceLedgerQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import styles from "./invoice-page.module.css";

type Entry = NonNullable<NonNullable<InvoiceLedgerQuery["invoice"]>["ledgerEntries"]>["nodes"][number];

const selectEntries = (data: InvoiceLedgerQuery) => data.invoice?.ledgerEntries ?? null;

const sources = ["Invoice", "CreditNote", "Payment", "Refund"] as const;

/** What the books say of an invoice, for those who keep them. It is asked for when somebody wants to see it. */
export function LedgerCard({ invoiceId }: { readonly invoiceId: string }) {
  const { t } = useTranslation("bookkeeping");
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.unprinted}>
      <Card
        title={t("invoice.ledger")}
        flush={shown}
        aside={
          <Button variant="default" size="xs" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? t("invoice.ledgerHide") : t("invoice.ledgerShow")}
          </Button>
        }
      >
        {shown && <Entries invoiceId={invoiceId} />}
      </Card>
    </div>
  );
}

function Entries({ invoiceId }: { readonly invoiceId: string }) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const pages = usePages(InvoiceLedgerDocument, { id: invoiceId }, selectEntries);
  useReturnRefresh(pages.refresh);
  const columns = useMemo<readonly Column<Entry>[]>(() => {
    const what = ({ source }: Entry) => {
      const known = sources.find((name) => name === source);
      return known === undefined ? source : t(`events.${known}`);
    };
    return [
      {
        id: "when",
        header: t("invoice.ledgerColumn.when"),
        width: "130px",
        cell: ({ occurredAt }) => <time dateTime={occurredAt}>{format.day(occurredAt)}</time>,
      },
      { id: "what", header: t("invoice.ledgerColumn.what"), width: "22%", cell: what },
      { id: "account", header: t("invoice.ledgerColumn.account"), cell: ({ account }) => t(`accounts.${account}`) },
      {
        id: "amount",
        header: t("invoice.ledgerColumn.amount"),
        width: "120px",
        align: "end",
        cell: ({ amount }) => format.money(amount),
      },
    ];
  }, [t, format]);
  return (
    <PagedTable
      pages={pages}
      caption={t("invoice.ledger")}
      columns={columns}
      rowKey={({ id }) => id}
      compact={({ account, occurredAt, amount }) => (
        <CompactRow title={t(`accounts.${account}`)} detail={format.day(occurredAt)} end={format.money(amount)} />
      )}
      empty={<EmptyState text={t("invoice.ledgerEmpty")} />}
    />
  );
}
