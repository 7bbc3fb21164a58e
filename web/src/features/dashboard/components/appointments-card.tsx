import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { audienceOf, useViewer } from "../../../lib/viewer.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { useAppointmentView } from "../../../ui/table/appointment-columns.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";

interface AppointmentsCardProps {
  readonly title: string;
  readonly subtitle?: string;
  /** Undefined while loading, null when the service failed. */
  readonly rows: readonly AppointmentRowFragment[] | null | undefined;
  readonly empty: { readonly title?: string; readonly text: string };
  /** The page that lists all of them. */
  readonly all: string;
  readonly narrow?: boolean;
  readonly withDay?: boolean;
  readonly skeletons?: number;
  readonly onRetry: () => void;
}

export function AppointmentsCard(props: AppointmentsCardProps) {
  const { title, subtitle, rows, empty, all, narrow = false, withDay = false, skeletons = 5, onRetry } = props;
  const { t } = useTranslation();
  const staff = audienceOf(useViewer().roles) === "staff";
  const view = useAppointmentView({ withDay, linked: staff, ...(staff ? {} : { about: "patient" as const }) });
  return (
    <Card
      title={title}
      {...(subtitle === undefined ? {} : { subtitle })}
      flush
      aside={
        <TextLink to={all} label={`${t("common.viewAll")}: ${title}`}>
          {t("common.viewAll")}
        </TextLink>
      }
    >
      {rows === null ? (
        <ErrorState quiet onRetry={onRetry} />
      ) : rows?.length === 0 ? (
        <EmptyState {...empty} />
      ) : (
        <DataTable
          caption={title}
          rows={rows ?? []}
          rowKey={(row) => row.id}
          narrow={narrow}
          loading={rows === undefined}
          skeletons={skeletons}
          {...view}
        />
      )}
    </Card>
  );
}
