import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import { ReinstateProviderDocument, SuspendProviderDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { type Outcome, sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useExplain } from "../explain.ts";

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
  const client = useClient();
  const explain = useExplain();
  return (
    <ReasonDialog
      title={t(`status.${step}Title`, { name: provider.fullName })}
      label={t("reason")}
      description={t("reasonHint", { who: t("status.readers") })}
      limit={limits.ChangeProviderStatusInput.reason}
      draft={`${step}:${provider.id}`}
      confirm={t(`profile.${step}`)}
      danger={step === "suspend"}
      opened={opened}
      onClose={onClose}
      send={(reason, idempotencyKey): Promise<Outcome<unknown>> => {
        const input = { id: provider.id, reason, expectedVersion: provider.version, idempotencyKey };
        return step === "suspend"
          ? sendCommand(client, SuspendProviderDocument, input, (data) => data.suspendProvider)
          : sendCommand(client, ReinstateProviderDocument, input, (data) => data.reinstateProvider);
      }}
      explain={explain}
      onDone={() => {
        const done = step === "suspend" ? "suspended" : "reinstated";
        notifications.show({ color: "green", message: t(`status.${done}`, { name: provider.fullName }) });
      }}
    >
      <Text size="sm">{t(`status.${step}Text`)}</Text>
    </ReasonDialog>
  );
}
