import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type AccessGrantRowFragment, EndPatientAccessDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { GrantDialog } from "./grant-dialog.tsx";

interface AccessGrantsCardProps {
  readonly grants: readonly AccessGrantRowFragment[];
  readonly onChanged: () => void;
}

/** Providers to whom the clinic gave access for a time, beside those who see the patient. */
export function AccessGrantsCard({ grants, onChanged }: AccessGrantsCardProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const viewer = useViewer();
  const told = useRefusalNotice();
  const patient = useOpenPatient();
  const giving = useDialog<null>();
  const { send, sending } = useCommand(EndPatientAccessDocument, (data) => data.endPatientAccess);
  const isOpen = ({ endedAt, until }: AccessGrantRowFragment) => endedAt === null && new Date(until) > now;
  return (
    <Card
      title={t("grants.title")}
      subtitle={t("grants.text")}
      flush
      aside={
        mayWithRecords(viewer, "grantAccess") && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => giving.open(null)}
          >
            {t("grants.add")}
          </Button>
        )
      }
    >
      {grants.length === 0 ? (
        <EmptyState text={t("grants.empty")} />
      ) : (
        <Entries label={t("grants.title")}>
          {grants.map((grant) => (
            <Entry
              key={grant.id}
              title={grant.provider?.fullName ?? common("person.hidden")}
              detail={[
                t("grants.period", {
                  from: format.day(grant.grantedAt),
                  to: `${format.day(grant.endedAt ?? grant.until)}, ${format.time(grant.endedAt ?? grant.until)}`,
                }),
                grant.reason,
              ]
                .filter(Boolean)
                .join(" · ")}
              end={
                <Badge
                  tone={isOpen(grant) ? "green" : "grey"}
                  label={t(isOpen(grant) ? "grants.open" : "grants.over")}
                />
              }
              actions={
                isOpen(grant) &&
                mayWithRecords(viewer, "grantAccess") && (
                  <Button
                    size="xs"
                    variant="default"
                    loading={sending}
                    aria-label={t("grants.endOf", { name: grant.provider?.fullName ?? common("person.hidden") })}
                    onClick={async () => {
                      told(await send({ id: grant.id }));
                      onChanged();
                    }}
                  >
                    {t("grants.end")}
                  </Button>
                )
              }
            />
          ))}
        </Entries>
      )}
      {giving.dialog && (
        <GrantDialog
          key={giving.dialog.key}
          patient={patient}
          opened={giving.dialog.opened}
          onClose={giving.dialog.onClose}
          onDone={onChanged}
        />
      )}
    </Card>
  );
}
