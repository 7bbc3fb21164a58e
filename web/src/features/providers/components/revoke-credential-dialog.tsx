import "@mantine/core/styles/Checkbox.css";
import { Checkbox, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { type CredentialRowFragment, RevokeProviderCredentialDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";

const limit = limits.RevokeProviderCredentialInput.reason;
const schema = z.object({ reason: text(limit), enteredInError: z.boolean() });

interface RevokeCredentialDialogProps {
  readonly credential: CredentialRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RevokeCredentialDialog({ credential, opened, onClose }: RevokeCredentialDialogProps) {
  const { t } = useTranslation("directory");
  const client = useClient();
  const explain = useExplain();
  const form = useForm({
    schema,
    initial: { reason: "", enteredInError: false },
    draft: `revoke:${credential.id}`,
    action: t("credentials.revoke"),
    send: ({ reason, enteredInError }, idempotencyKey) =>
      sendCommand(
        client,
        RevokeProviderCredentialDocument,
        {
          ...{ id: credential.id, reason, expectedVersion: credential.version, idempotencyKey },
          ...(enteredInError ? { enteredInError } : {}),
        },
        (data) => data.revokeProviderCredential,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("credentials.done.revoked") });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("credentials.revokeTitle")}
      subtitle={[t(`credentials.kinds.${credential.kind}`), credential.number].join(" · ")}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={t("credentials.revoke")}
      danger
    >
      <FieldStack>
        <Text size="sm">{t("credentials.revokeText")}</Text>
        <Textarea
          data-autofocus
          label={t("reason")}
          description={t("reasonHint", { who: t("credentials.readers") })}
          required
          rows={3}
          maxLength={limit.max}
          {...form.text("reason")}
        />
        <Checkbox
          label={t("credentials.error")}
          checked={form.values.enteredInError}
          onChange={(event) => form.set("enteredInError", event.currentTarget.checked)}
        />
      </FieldStack>
    </FormDialog>
  );
}
