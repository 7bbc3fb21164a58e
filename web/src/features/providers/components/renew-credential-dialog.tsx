import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { type CredentialRowFragment, UpdateProviderCredentialDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { day } from "../../../lib/forms/days.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";

interface RenewCredentialDialogProps {
  readonly credential: CredentialRowFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Has a credential that was renewed without a gap expire later. */
export function RenewCredentialDialog({ credential, opened, onClose }: RenewCredentialDialogProps) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const last = credential.expiresOn ?? credential.issuedOn;
  const form = useForm({
    schema: z.object({
      expiresOn: day().check(z.refine((value) => value > last, { error: "forms.order" })),
    }),
    initial: { expiresOn: "" },
    draft: draftOf("renew", credential),
    action: t("credentials.renew"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        UpdateProviderCredentialDocument,
        { ...input, id: credential.id, expectedVersion: credential.version, idempotencyKey },
        (data) => data.updateProviderCredential,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("credentials.done.renewed") });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("credentials.renewTitle")}
      subtitle={[t(`credentials.kinds.${credential.kind}`), credential.number].join(" · ")}
      size={440}
      opened={opened}
      onClose={onClose}
      submit={t("credentials.renew")}
    >
      <FieldStack>
        <Text size="sm">{t("credentials.renewText")}</Text>
        <DayField
          focused
          label={t("credentials.renewedUntil")}
          description={t("credentials.expiresNow", { date: format.date(last) })}
          required
          min={last}
          {...form.text("expiresOn")}
        />
      </FieldStack>
    </FormDialog>
  );
}
