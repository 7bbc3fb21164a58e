import { Group, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { AddProviderCredentialDocument, CredentialKind } from "../../../graphql/graphql.ts";
import { useCommandForm } from "../../../lib/form/use-command-form.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { CommandDialog } from "../../../ui/dialog/command-dialog.tsx";
import { explain } from "../explain.ts";

const kinds = Object.values(CredentialKind);

interface AddCredentialDialogProps {
  readonly providerId: string;
  readonly today: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Writes down a credential as it was shown. */
export function AddCredentialDialog({ providerId, today, opened, onClose }: AddCredentialDialogProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const [kind, setKind] = useState<CredentialKind>(CredentialKind.MedicalLicense);
  const [values, setValues] = useState({ number: "", issuer: "", issuedOn: today, expiresOn: "" });
  const form = useCommandForm({
    document: AddProviderCredentialDocument,
    select: ({ addProviderCredential }) => addProviderCredential,
    places: ["number", "issuer", "issuedOn", "expiresOn"],
    read() {
      const { issuedOn, expiresOn } = values;
      const [number, issuer] = [values.number.trim(), values.issuer.trim()];
      const problems = {
        ...(number === "" ? { number: t("wrong.number") } : {}),
        ...(issuer === "" ? { issuer: t("wrong.issuer") } : {}),
        ...(issuedOn === "" ? { issuedOn: t("wrong.issuedOn") } : {}),
        ...(expiresOn !== "" && expiresOn <= issuedOn ? { expiresOn: t("wrong.expiresBefore") } : {}),
      };
      return Object.keys(problems).length > 0
        ? { problems }
        : { input: { providerId, kind, number, issuer, issuedOn, ...(expiresOn === "" ? {} : { expiresOn }) } };
    },
    explain: (error) => explain(error, t, common),
    unanswered: common("commands.unknown", { action: t("credentials.add") }),
    onDone() {
      notifications.show({ color: "green", message: t("credentials.done.added") });
      onClose();
    },
  });
  const field = (name: keyof typeof values) => ({
    value: values[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
      form.mend(name);
    },
    error: form.problems[name],
  });
  return (
    <CommandDialog
      title={t("credentials.addTitle")}
      subtitle={t("credentials.addSubtitle")}
      action={t("credentials.add")}
      size={520}
      opened={opened}
      onClose={onClose}
      form={form}
    >
      <Select
        data-autofocus
        label={t("credentials.kind")}
        allowDeselect={false}
        value={kind}
        onChange={(value) => setKind(kinds.find((name) => name === value) ?? kind)}
        data={kinds.map((name) => ({ value: name, label: t(`credentials.kinds.${name}`) }))}
      />
      <TextInput label={t("credentials.number")} required maxLength={50} autoComplete="off" {...field("number")} />
      <TextInput label={t("credentials.issuer")} required maxLength={200} autoComplete="off" {...field("issuer")} />
      <Group grow align="start">
        <TextInput type="date" label={t("credentials.issuedOn")} required {...field("issuedOn")} />
        <TextInput type="date" label={t("credentials.expiresOn")} {...field("expiresOn")} />
      </Group>
    </CommandDialog>
  );
}
