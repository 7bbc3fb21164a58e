import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  CancelMedicationRequestDocument,
  CompleteMedicationRequestDocument,
  type MedicationRequestStatus,
  type PrescriptionRowFragment,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";
import type { HistoryPatient } from "./history-card.tsx";
import { PrescribeDialog } from "./prescribe-dialog.tsx";

const tones = { ACTIVE: "green", COMPLETED: "grey", CANCELLED: "red" } as const satisfies Record<
  MedicationRequestStatus,
  Tone
>;

interface PrescriptionListProps {
  readonly title: string;
  readonly patient: HistoryPatient;
  /** The visit in which is prescribed, if it is in one. */
  readonly appointmentId: string | null;
  /** Null for whoever may not know, and while they are not available. */
  readonly prescriptions: readonly PrescriptionRowFragment[] | null;
  readonly foot?: ReactNode;
  readonly onChanged: () => void;
}

/** What was prescribed, and what became of it. */
export function PrescriptionList(props: PrescriptionListProps) {
  const { title, patient, appointmentId, prescriptions, foot, onChanged } = props;
  const { t } = useTranslation("record");
  const format = useFormat();
  const prescribes = mayWithRecords(useViewer(), "prescribe");
  const told = useRefusalNotice();
  const complete = useCommand(CompleteMedicationRequestDocument, (data) => data.completeMedicationRequest);
  const cancel = useCommand(CancelMedicationRequestDocument, (data) => data.cancelMedicationRequest);
  const cancelling = useDialog<PrescriptionRowFragment>();
  const prescribing = useDialog<null>();

  function amount({ quantity, quantityUnit, repeats }: PrescriptionRowFragment): string {
    const once = [format.number(quantity), quantityUnit].filter(Boolean).join(" ");
    return repeats === 0 ? once : t("prescriptions.repeated", { amount: once, count: repeats });
  }

  function validity({ validFrom, validUntil }: PrescriptionRowFragment): string {
    return validUntil === null
      ? t("prescriptions.from", { date: format.date(validFrom) })
      : t("period", { from: format.date(validFrom), to: format.date(validUntil) });
  }

  return (
    <Card
      title={title}
      flush
      aside={
        prescribes && (
          <Button
            size="xs"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => prescribing.open(null)}
          >
            {t("prescriptions.prescribe")}
          </Button>
        )
      }
    >
      {prescriptions === null || prescriptions.length === 0 ? (
        <EmptyState text={prescriptions === null ? t("history.hidden") : t("prescriptions.empty")} />
      ) : (
        <Entries label={title}>
          {prescriptions.map((one) => (
            <Entry
              key={one.id}
              title={one.display}
              detail={[one.dosage, amount(one), validity(one)].filter(Boolean).join(" · ")}
              end={<Badge tone={tones[one.status]} label={t(`prescriptions.statuses.${one.status}`)} />}
              actions={
                prescribes &&
                one.status === "ACTIVE" && (
                  <>
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`${t("prescriptions.complete")}: ${one.display}`}
                      onClick={async () => {
                        told(await complete.send({ id: one.id, expectedVersion: one.version }));
                        onChanged();
                      }}
                    >
                      {t("prescriptions.complete")}
                    </Button>
                    <Button
                      size="xs"
                      variant="default"
                      c="var(--cc-danger)"
                      aria-label={t("prescriptions.cancelOf", { name: one.display })}
                      onClick={() => cancelling.open(one)}
                    >
                      {t("prescriptions.cancel")}
                    </Button>
                  </>
                )
              }
            >
              <span className="visually-hidden">{t("prescriptions.codeOf", { code: one.code })}</span>
              {(one.prescriber !== null || one.cancelReason !== null) && (
                <small style={{ color: "var(--cc-ink-2)" }}>
                  {[
                    one.prescriber &&
                      t("prescriptions.by", { name: one.prescriber.fullName, day: format.day(one.prescribedAt) }),
                    one.cancelReason && t("prescriptions.because", { reason: one.cancelReason }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </small>
              )}
            </Entry>
          ))}
        </Entries>
      )}
      {foot}
      {prescribing.dialog && (
        <PrescribeDialog
          key={prescribing.dialog.key}
          patient={patient}
          appointmentId={appointmentId}
          opened={prescribing.dialog.opened}
          onClose={prescribing.dialog.onClose}
          onDone={onChanged}
        />
      )}
      {cancelling.dialog && (
        <ReasonDialog
          key={cancelling.dialog.key}
          title={t("prescriptions.cancelTitle", { name: cancelling.dialog.subject.display })}
          label={t("reason")}
          limit={limits.CancelMedicationRequestInput.reason}
          draft={`discontinue:${cancelling.dialog.subject.id}`}
          confirm={t("prescriptions.cancel")}
          danger
          opened={cancelling.dialog.opened}
          onClose={cancelling.dialog.onClose}
          send={(reason) => {
            const { id, version } = cancelling.dialog?.subject ?? { id: "", version: 0 };
            return cancel.send({ id, expectedVersion: version, reason });
          }}
          onDone={onChanged}
        >
          <p>{t("prescriptions.cancelText")}</p>
        </ReasonDialog>
      )}
    </Card>
  );
}
