import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { type CredentialRowFragment, RevokeProviderCredentialDocument } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain, isReason } from "../explain.ts";
import { ReasonField } from "./reason-field.tsx";

interface RevokeCredentialDialogProps {
  readonly credential: CredentialRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RevokeCredentialDialog({ credential, opened, onClose }: RevokeCredentialDialogProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [reason, setReason] = useState("");
  const [enteredInError, setEnteredInError] = useState(false);
  const form = useCommandForm({
    document: RevokeProviderCredentialDocument,
    select: ({ revokeProviderCredential }) => revokeProviderCredential,
    places: ["reason"],
    read: () =>
      isReason(reason)
        ? {
            input: {
              ...{ id: credential.id, reason: reason.trim(), expectedVersion: credential.version },
              ...(enteredInError ? { enteredInError } : {}),
            },
          }
        : { problems: { reason: t("wrong.reason") } },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("credentials.revoke") }),
    onDone() {
      notifications.show({ color: "green", message: t("credentials.done.revoked") });
      onClose();
    },
  });
  return (
    <CommandDialog
      title={t("credentials.revokeTitle")}
      subtitle={[t(`credentials.kinds.${credential.kind}`), credential.number].join(" · ")}
      action={t("credentials.revoke")}
      danger
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Text size="sm">{t("credentials.revokeText")}</Text>
      <ReasonField
        description={t("reasonHint", { who: t("credentials.readers") })}
        value={reason}
        onChange={(value) => {
          setReason(value);
          form.mend("reason");
        }}
        error={form.problems.reason}
      />
      <Checkbox
        label={t("credentials.error")}
        checked={enteredInError}
        onChange={(event) => setEnteredInError(event.currentTarget.checked)}
      />
    </CommandDialog>
  );
}
