import type { InvoiceRowFragment } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { useInvoiceView } from "../../../ui/table/invoice-columns.tsx";

interface InvoicesCardProps {
  readonly title: string;
  /** Undefined while loading, null when the service failed. */
  readonly rows: readonly InvoiceRowFragment[] | null | undefined;
  readonly empty: string;
  readonly onRetry: () => void;
}

export function InvoicesCard({ title, rows, empty, onRetry }: InvoicesCardProps) {
  const { t } = useTranslation();
  const staff = audienceOf(useViewer().roles) === "staff";
  const view = useInvoiceView({ aboutPatient: !staff, withPayer: false });
  return (
    <Card
      title={title}
      flush
      aside={
        <TextLink to="/billing" label={`${t("common.viewAll")}: ${title}`}>
          {t("common.viewAll")}
        </TextLink>
      }
    >
      {rows === null ? (
        <ErrorState quiet onRetry={onRetry} />
      ) : rows?.length === 0 ? (
        <EmptyState text={empty} />
      ) : (
        <DataTable
          caption={title}
          rows={rows ?? []}
          rowKey={(row) => row.id}
          narrow
          loading={rows === undefined}
          skeletons={5}
          {...view}
        />
      )}
    </Card>
  );
}
