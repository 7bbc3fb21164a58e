import { PatientInvoicesDocument, type PatientInvoicesQuery } from "../../../graphql/graphql.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { useInvoiceView } from "../../../ui/table/invoice-columns.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";

const selectInvoices = (data: PatientInvoicesQuery) => data.patient?.invoices ?? null;

/** What the patient was charged. */
export function InvoicesTab() {
  const { t } = useTranslation("record");
  const { id, own } = useOpenPatient();
  const pages = usePages(PatientInvoicesDocument, { id }, selectInvoices);
  useReturnRefresh(pages.refresh);
  const view = useInvoiceView({ aboutPatient: true, withPayer: !own });
  return (
    <Card title={t("parts.invoices")} flush>
      <PagedTable
        pages={pages}
        caption={t("parts.invoices")}
        rowKey={(row) => row.id}
        empty={<EmptyState text={t("invoicesEmpty")} />}
        {...view}
      />
    </Card>
  );
}
