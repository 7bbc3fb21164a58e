import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ReinstateProviderDocument, SuspendProviderDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import type { UserError } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain, isReason } from "../explain.ts";
import { ReasonField } from "./reason-field.tsx";

export interface StatusRequest {
  readonly step: "suspend" | "reinstate";
  readonly provider: { readonly id: string; readonly fullName: string; readonly version: number };
}

interface StatusDialogProps {
  readonly request: StatusRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Decides whether a provider can be booked. */
export function StatusDialog({ request, opened, onClose }: StatusDialogProps) {
  const { step, provider } = request;
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [reason, setReason] = useState("");
  const shared = {
    places: ["reason"] as const,
    read: () =>
      isReason(reason)
        ? { input: { id: provider.id, reason: reason.trim(), expectedVersion: provider.version } }
        : { problems: { reason: t("wrong.reason") } },
    explain: (error: UserError) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t(`profile.${step}`) }),
    onDone() {
      const done = step === "suspend" ? "suspended" : "reinstated";
      notifications.show({ color: "green", message: t(`status.${done}`, { name: provider.fullName }) });
      onClose();
    },
  };
  const suspend = useCommandForm({
    ...shared,
    document: SuspendProviderDocument,
    select: ({ suspendProvider }) => suspendProvider,
  });
  const reinstate = useCommandForm({
    ...shared,
    document: ReinstateProviderDocument,
    select: ({ reinstateProvider }) => reinstateProvider,
  });
  const form = step === "suspend" ? suspend : reinstate;
  return (
    <CommandDialog
      title={t(`status.${step}Title`, { name: provider.fullName })}
      action={t(`profile.${step}`)}
      danger={step === "suspend"}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t(`status.${step}Text`)}</Text>
      <ReasonField
        description={t("reasonHint", { who: t("status.readers") })}
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
