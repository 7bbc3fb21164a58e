import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Client, useClient } from "urql";
import {
  type ApplicationWholeFragment,
  ApproveApplicationDocument,
  RejectApplicationDocument,
  RequestApplicationInformationDocument,
  StartApplicationReviewDocument,
  WithdrawApplicationDocument,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { type ApplicationStep, needsReason } from "../application-steps.ts";
import { useExplain } from "../explain.ts";

export interface ApplicationRequest {
  readonly step: ApplicationStep;
  readonly application: ApplicationWholeFragment;
}

interface ApplicationDialogProps {
  readonly request: ApplicationRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface StepInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey: string;
}

const commands: Readonly<
  Record<ApplicationStep, (client: Client, input: StepInput, reason: string) => Promise<Outcome<unknown>>>
> = {
  start: (client, input, reason) =>
    sendCommand(
      client,
      StartApplicationReviewDocument,
      withReason(input, reason),
      (data) => data.startProviderApplicationReview,
    ),
  approve: (client, input, reason) =>
    sendCommand(
      client,
      ApproveApplicationDocument,
      withReason(input, reason),
      (data) => data.approveProviderApplication,
    ),
  withdraw: (client, input, reason) =>
    sendCommand(
      client,
      WithdrawApplicationDocument,
      withReason(input, reason),
      (data) => data.withdrawProviderApplication,
    ),
  request: (client, input, reason) =>
    sendCommand(
      client,
      RequestApplicationInformationDocument,
      { ...input, reason },
      (data) => data.requestProviderApplicationInformation,
    ),
  reject: (client, input, reason) =>
    sendCommand(client, RejectApplicationDocument, { ...input, reason }, (data) => data.rejectProviderApplication),
};

function withReason(input: StepInput, reason: string): StepInput & { readonly reason?: string } {
  return reason === "" ? input : { ...input, reason };
}

/** One step of an application's review, with the reason that its history keeps. */
export function ApplicationDialog({ request, opened, onClose }: ApplicationDialogProps) {
  const { step, application } = request;
  const { t } = useTranslation("directory");
  const client = useClient();
  const explain = useExplain();
  const required = needsReason.has(step);
  const name = application.fullName ?? t("applications.forgotten");
  return (
    <ReasonDialog
      title={t(`applications.actions.${step}`)}
      subtitle={name}
      label={required ? t("reason") : t("applications.reasonOptional")}
      description={t("applications.reasonHint")}
      limit={limits.RefuseProviderApplicationInput.reason}
      optional={!required}
      draft={`application:${application.id}:${step}`}
      confirm={t(`applications.actions.${step}`)}
      danger={step === "reject" || step === "withdraw"}
      opened={opened}
      onClose={onClose}
      send={(reason, idempotencyKey) =>
        commands[step](client, { id: application.id, expectedVersion: application.version, idempotencyKey }, reason)
      }
      explain={explain}
      onDone={() => notifications.show({ color: "green", message: t(`applications.done.${step}`, { name }) })}
    >
      <Text size="sm">{t(`applications.texts.${step}`)}</Text>
    </ReasonDialog>
  );
}
