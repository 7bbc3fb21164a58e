import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import {
  ApprovePatientErasureDocument,
  type ErasureRowFragment,
  PatientErasuresDocument,
  RejectPatientErasureDocument,
  RequestPatientErasureDocument,
  WithdrawPatientErasureDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useRefusalNotice } from "../../../lib/graphql/use-refusal-notice.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";
import { EraseDialog } from "./erase-dialog.tsx";

const tones = {
  REQUESTED: "amber",
  ORDERED: "red",
  COMPLETED: "grey",
  REJECTED: "grey",
  WITHDRAWN: "grey",
} as const satisfies Record<ErasureRowFragment["status"], Tone>;

/** To erase the patient takes two administrators: who asks, and who approves. */
export function ErasureCard() {
  const { t } = useTranslation("record");
  const format = useFormat();
  const viewer = useViewer();
  const patient = useOpenPatient();
  const { data, fetching, retry } = useAnswer({
    query: PatientErasuresDocument,
    variables: { patientId: patient.id, first: 20 },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const told = useRefusalNotice();
  const request = useCommand(RequestPatientErasureDocument, (answer) => answer.requestPatientErasure);
  const approve = useCommand(ApprovePatientErasureDocument, (answer) => answer.approvePatientErasure);
  const reject = useCommand(RejectPatientErasureDocument, (answer) => answer.rejectPatientErasure);
  const withdraw = useCommand(WithdrawPatientErasureDocument, (answer) => answer.withdrawPatientErasure);
  const asking = useDialog<null>();
  const approving = useDialog<ErasureRowFragment>();
  const rejecting = useDialog<ErasureRowFragment>();
  const erasures = data?.patientErasures?.nodes ?? null;
  const open = erasures?.some(({ status }) => status === "REQUESTED" || status === "ORDERED") ?? false;

  async function takeBack(id: string): Promise<void> {
    told(await withdraw.send({ id }));
    retry();
  }

  return (
    <Card
      title={t("erasure.title")}
      subtitle={t("erasure.text")}
      flush
      aside={
        <Button
          size="xs"
          variant="default"
          c="var(--cc-danger)"
          disabled={open || erasures === null}
          leftSection={<IconTrash size={16} stroke={1.7} aria-hidden />}
          onClick={() => asking.open(null)}
        >
          {t("erasure.request")}
        </Button>
      }
    >
      {erasures === null && !fetching ? (
        <ErrorState onRetry={retry} />
      ) : erasures?.length === 0 ? (
        <EmptyState text={t("erasure.empty")} />
      ) : (
        <Entries label={t("erasure.title")}>
          {(erasures ?? []).map((one) => (
            <Entry
              key={one.id}
              title={t("erasure.askedOn", { day: format.day(one.requestedAt) })}
              detail={one.decisionReason ?? one.reason ?? undefined}
              end={<Badge tone={tones[one.status]} label={t(`erasure.statuses.${one.status}`)} />}
              actions={
                one.status !== "REQUESTED" ? undefined : one.requestedBy === viewer.id ? (
                  <Button size="xs" variant="default" loading={withdraw.sending} onClick={() => void takeBack(one.id)}>
                    {t("erasure.withdraw")}
                  </Button>
                ) : (
                  <>
                    <Button size="xs" variant="default" onClick={() => rejecting.open(one)}>
                      {t("erasure.reject")}
                    </Button>
                    <Button size="xs" variant="default" c="var(--cc-danger)" onClick={() => approving.open(one)}>
                      {t("erasure.approve")}
                    </Button>
                  </>
                )
              }
            />
          ))}
        </Entries>
      )}
      {asking.dialog && (
        <EraseDialog
          {...asking.dialog}
          key={asking.dialog.key}
          patient={patient}
          confirm={t("erasure.request")}
          reasoned
          send={(reason) => request.send({ patientId: patient.id, reason })}
          onDone={retry}
        />
      )}
      {approving.dialog && (
        <EraseDialog
          {...approving.dialog}
          key={approving.dialog.key}
          patient={patient}
          confirm={t("erasure.approveForGood")}
          reasoned={false}
          send={() => approve.send({ id: approving.dialog?.subject.id ?? "" })}
          onDone={retry}
        />
      )}
      {rejecting.dialog && (
        <ReasonDialog
          key={rejecting.dialog.key}
          title={t("erasure.rejectTitle")}
          label={t("reason")}
          limit={limits.RejectPatientErasureInput.reason}
          draft={`reject-erasure:${rejecting.dialog.subject.id}`}
          confirm={t("erasure.reject")}
          opened={rejecting.dialog.opened}
          onClose={rejecting.dialog.onClose}
          send={(reason) => reject.send({ id: rejecting.dialog?.subject.id ?? "", reason })}
          onDone={retry}
        />
      )}
    </Card>
  );
}
