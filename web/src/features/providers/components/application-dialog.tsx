import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import {
  type ApplicationWholeFragment,
  ApproveApplicationDocument,
  RejectApplicationDocument,
  RequestApplicationInformationDocument,
  StartApplicationReviewDocument,
  WithdrawApplicationDocument,
} from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import type { UserError } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { type ApplicationStep, needsReason } from "../application-steps.ts";
import { explain, isReason } from "../explain.ts";
import { ReasonField } from "./reason-field.tsx";

export interface ApplicationRequest {
  readonly step: ApplicationStep;
  readonly application: ApplicationWholeFragment;
}

interface ApplicationDialogProps {
  readonly request: ApplicationRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const longestReason = 2_000;

/** One step of an application's review, with the reason that its history keeps. */
export function ApplicationDialog({ request, opened, onClose }: ApplicationDialogProps) {
  const { step, application } = request;
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [reason, setReason] = useState("");
  const required = needsReason.has(step);
  const given = reason.trim();
  const shared = {
    places: ["reason"] as const,
    explain: (error: UserError) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t(`applications.actions.${step}`) }),
    onDone() {
      notifications.show({
        color: "green",
        message: t(`applications.done.${step}`, { name: application.fullName ?? t("applications.forgotten") }),
      });
      onClose();
    },
  };
  const subject = { id: application.id, expectedVersion: application.version };
  const refused = {
    ...shared,
    read: () =>
      isReason(reason) ? { input: { ...subject, reason: given } } : { problems: { reason: t("wrong.reason") } },
  };
  const advanced = {
    ...shared,
    read: () =>
      given !== "" && !isReason(reason)
        ? { problems: { reason: t("wrong.reason") } }
        : { input: given === "" ? subject : { ...subject, reason: given } },
  };
  const forms = {
    start: useCommandForm({
      ...advanced,
      document: StartApplicationReviewDocument,
      select: ({ startProviderApplicationReview }) => startProviderApplicationReview,
    }),
    approve: useCommandForm({
      ...advanced,
      document: ApproveApplicationDocument,
      select: ({ approveProviderApplication }) => approveProviderApplication,
    }),
    withdraw: useCommandForm({
      ...advanced,
      document: WithdrawApplicationDocument,
      select: ({ withdrawProviderApplication }) => withdrawProviderApplication,
    }),
    request: useCommandForm({
      ...refused,
      document: RequestApplicationInformationDocument,
      select: ({ requestProviderApplicationInformation }) => requestProviderApplicationInformation,
    }),
    reject: useCommandForm({
      ...refused,
      document: RejectApplicationDocument,
      select: ({ rejectProviderApplication }) => rejectProviderApplication,
    }),
  };
  const form = forms[step];
  return (
    <CommandDialog
      title={t(`applications.actions.${step}`)}
      subtitle={application.fullName ?? t("applications.forgotten")}
      action={t(`applications.actions.${step}`)}
      danger={step === "reject" || step === "withdraw"}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t(`applications.texts.${step}`)}</Text>
      <ReasonField
        label={required ? t("reason") : t("applications.reasonOptional")}
        description={t("applications.reasonHint")}
        longest={longestReason}
        required={required}
        value={reason}
        onChange={(value) => {
          setReason(value);
          form.mend("reason");
        }}
        error={form.problems.reason}
      />
    </CommandDialog>
  );
}
