import { Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { AddProviderCredentialDocument, CredentialKind } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { day, inOrder, optionalDay } from "../../../lib/forms/days.ts";
import { text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldGrid, FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";

const kinds = Object.values(CredentialKind);
const { number, issuer } = limits.AddProviderCredentialInput;

const schema = z
  .object({
    kind: z.enum(CredentialKind),
    number: text(number),
    issuer: text(issuer),
    issuedOn: day(),
    expiresOn: optionalDay(),
  })
  .check(inOrder("issuedOn", "expiresOn", { later: true }));

interface AddCredentialDialogProps {
  readonly providerId: string;
  readonly today: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Writes down a credential as it was shown. */
export function AddCredentialDialog({ providerId, today, opened, onClose }: AddCredentialDialogProps) {
  const { t } = useTranslation("directory");
  const client = useClient();
  const explain = useExplain();
  const form = useForm({
    schema,
    initial: { kind: CredentialKind.MedicalLicense, number: "", issuer: "", issuedOn: today, expiresOn: "" },
    draft: `credential:${providerId}`,
    action: t("credentials.add"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        AddProviderCredentialDocument,
        { ...input, providerId, idempotencyKey },
        (data) => data.addProviderCredential,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("credentials.done.added") });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("credentials.addTitle")}
      subtitle={t("credentials.addSubtitle")}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("credentials.add")}
    >
      <FieldStack>
        <Select
          data-autofocus
          label={t("credentials.kind")}
          allowDeselect={false}
          value={form.values.kind}
          onChange={(value) => form.set("kind", kinds.find((name) => name === value) ?? form.values.kind)}
          data={kinds.map((name) => ({ value: name, label: t(`credentials.kinds.${name}`) }))}
        />
        <TextInput
          label={t("credentials.number")}
          required
          maxLength={number.max}
          autoComplete="off"
          {...form.text("number")}
        />
        <TextInput
          label={t("credentials.issuer")}
          required
          maxLength={issuer.max}
          autoComplete="off"
          {...form.text("issuer")}
        />
        <FieldGrid>
          <DayField label={t("credentials.issuedOn")} required {...form.text("issuedOn")} />
          <DayField label={t("credentials.expiresOn")} min={form.values.issuedOn} {...form.text("expiresOn")} />
        </FieldGrid>
      </FieldStack>
    </FormDialog>
  );
}
