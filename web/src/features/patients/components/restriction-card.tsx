import { Button } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import {
  LiftPatientRestrictionDocument,
  PatientRestrictionsDocument,
  type PatientRestrictionsQuery,
  RestrictPatientDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { MoreButton } from "../../../ui/table/more-button.tsx";

const selectRestrictions = (data: PatientRestrictionsQuery) => data.patientRestrictions;

/** That the record is kept and not used: begun and ended by an administrator, each time for a reason that is kept. */
export function RestrictionCard() {
  const { t } = useTranslation("record");
  const format = useFormat();
  const patient = useOpenPatient();
  const pages = usePages(PatientRestrictionsDocument, { patientId: patient.id }, selectRestrictions);
  const restrict = useCommand(RestrictPatientDocument, (answer) => answer.restrictPatient);
  const lift = useCommand(LiftPatientRestrictionDocument, (answer) => answer.liftPatientRestriction);
  const restricting = useDialog<null>();
  const lifting = useDialog<null>();
  const known = pages.totalCount !== null && pages.current;
  const inForce = pages.rows.some(({ liftedAt }) => liftedAt === null);

  function onChanged(): void {
    pages.refresh();
    patient.refresh();
  }

  return (
    <Card
      title={t("restriction.title")}
      subtitle={t("restriction.text")}
      flush
      aside={
        inForce ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconLockOpen size={16} stroke={1.7} aria-hidden />}
            onClick={() => lifting.open(null)}
          >
            {t("restriction.lift")}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            disabled={!known}
            leftSection={<IconLock size={16} stroke={1.7} aria-hidden />}
            onClick={() => restricting.open(null)}
          >
            {t("restriction.restrict")}
          </Button>
        )
      }
    >
      {pages.failed && !known ? (
        <ErrorState onRetry={pages.retry} />
      ) : known && pages.rows.length === 0 ? (
        <EmptyState text={t("restriction.empty")} />
      ) : (
        <Entries label={t("restriction.title")}>
          {pages.rows.map((one) => (
            <Entry
              key={one.id}
              title={t("restriction.since", { day: format.day(one.restrictedAt) })}
              detail={one.reason ?? undefined}
              end={
                <Badge
                  tone={one.liftedAt === null ? "amber" : "grey"}
                  label={t(one.liftedAt === null ? "restriction.inForce" : "restriction.lifted")}
                />
              }
            >
              {one.liftedAt !== null && (
                <span>
                  {t("restriction.liftedOn", { day: format.day(one.liftedAt), reason: one.liftReason ?? "" })}
                </span>
              )}
            </Entry>
          ))}
        </Entries>
      )}
      <MoreButton pages={pages} />
      {restricting.dialog && (
        <ReasonDialog
          key={restricting.dialog.key}
          title={t("restriction.restrictTitle", { name: patient.fullName })}
          label={t("reason")}
          limit={limits.RestrictPatientInput.reason}
          draft={`restrict:${patient.id}`}
          confirm={t("restriction.restrict")}
          opened={restricting.dialog.opened}
          onClose={restricting.dialog.onClose}
          send={(reason) => restrict.send({ patientId: patient.id, reason })}
          onDone={onChanged}
        >
          <p>{t("restriction.restrictText")}</p>
        </ReasonDialog>
      )}
      {lifting.dialog && (
        <ReasonDialog
          key={lifting.dialog.key}
          title={t("restriction.liftTitle", { name: patient.fullName })}
          label={t("reason")}
          limit={limits.LiftPatientRestrictionInput.reason}
          draft={`lift-restriction:${patient.id}`}
          confirm={t("restriction.lift")}
          opened={lifting.dialog.opened}
          onClose={lifting.dialog.onClose}
          send={(reason) => lift.send({ patientId: patient.id, reason })}
          onDone={onChanged}
        >
          <p>{t("restriction.liftText")}</p>
        </ReasonDialog>
      )}
    </Card>
  );
}
