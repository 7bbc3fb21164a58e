import { ActionIcon, Button } from "@mantine/core";
import { IconCalendarOff, IconDots, IconPencil, IconPlus } from "@tabler/icons-react";
import { EndCoverageDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useToday } from "../../../lib/use-today.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { EndDialog } from "../../../ui/dialog/end-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { CoverageDialog } from "./coverage-dialog.tsx";
import type { SummarizedPatient } from "./summary-tab.tsx";

export type Coverage = NonNullable<SummarizedPatient["coverages"]>[number];

interface CoveragesCardProps {
  readonly patient: SummarizedPatient;
  readonly onChanged: () => void;
}

/** Who pays for the patient, and when. */
export function CoveragesCard({ patient: { id, coverages }, onChanged }: CoveragesCardProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const format = useFormat();
  const today = useToday();
  const writes = mayWithRecords(useViewer(), "changeCoverages");
  const editing = useDialog<Coverage | null>();
  const ending = useDialog<Coverage>();
  const end = useCommand(EndCoverageDocument, (data) => data.endCoverage);
  if (coverages === null) {
    return null;
  }
  const sorted = coverages.toSorted(
    (left, right) => right.startsOn.localeCompare(left.startsOn) || left.priority.localeCompare(right.priority),
  );

  function period({ startsOn, endsOn }: Coverage): string {
    return endsOn === null
      ? t("since", { date: format.date(startsOn) })
      : t("period", { from: format.date(startsOn), to: format.date(endsOn) });
  }

  function standing({ startsOn, endsOn }: Coverage): "current" | "over" | "toCome" {
    return startsOn > today ? "toCome" : endsOn !== null && endsOn < today ? "over" : "current";
  }

  return (
    <Card
      title={t("coverages.title")}
      flush
      aside={
        writes && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            aria-label={t("coverages.add")}
            onClick={() => editing.open(null)}
          >
            {t("add")}
          </Button>
        )
      }
    >
      {sorted.length === 0 ? (
        <EmptyState text={t("coverages.empty")} />
      ) : (
        <Entries label={t("coverages.title")}>
          {sorted.map((coverage) => (
            <Entry
              key={coverage.id}
              title={[coverage.payer?.name ?? common("common.notAvailable"), coverage.plan].filter(Boolean).join(" · ")}
              detail={[
                t(`coverages.priorities.${coverage.priority}`),
                coverage.memberNumber && t("coverages.member", { number: coverage.memberNumber }),
                period(coverage),
              ]
                .filter(Boolean)
                .join(" · ")}
              end={
                <Badge
                  tone={({ current: "green", over: "grey", toCome: "blue" } as const)[standing(coverage)]}
                  label={t(`coverages.standings.${standing(coverage)}`)}
                />
              }
              actions={
                writes && (
                  <Menu
                    width={190}
                    button={(button) => (
                      <ActionIcon
                        {...button}
                        variant="subtle"
                        color="gray"
                        size={32}
                        aria-label={t("actionsFor", { name: coverage.payer?.name ?? common("common.notAvailable") })}
                      >
                        <IconDots size={18} stroke={1.8} aria-hidden />
                      </ActionIcon>
                    )}
                  >
                    <MenuItem icon={IconPencil} onSelect={() => editing.open(coverage)}>
                      {t("correct")}
                    </MenuItem>
                    {standing(coverage) !== "over" && (
                      <MenuItem icon={IconCalendarOff} onSelect={() => ending.open(coverage)}>
                        {t("coverages.end")}
                      </MenuItem>
                    )}
                  </Menu>
                )
              }
            />
          ))}
        </Entries>
      )}
      {editing.dialog && (
        <CoverageDialog {...editing.dialog} key={editing.dialog.key} patientId={id} onDone={onChanged} />
      )}
      {ending.dialog && (
        <EndDialog
          key={ending.dialog.key}
          title={t("coverages.endTitle", { name: ending.dialog.subject.payer?.name ?? "" })}
          label={t("coverages.lastDay")}
          confirm={t("coverages.end")}
          beganOn={ending.dialog.subject.startsOn}
          draft={`end-coverage:${ending.dialog.subject.id}`}
          opened={ending.dialog.opened}
          onClose={ending.dialog.onClose}
          send={(endsOn) => {
            const { id: coverageId, version } = ending.dialog?.subject ?? { id: "", version: 0 };
            return end.send({ id: coverageId, expectedVersion: version, endsOn });
          }}
          onAnswer={onChanged}
        />
      )}
    </Card>
  );
}
