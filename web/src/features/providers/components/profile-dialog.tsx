import { notifications } from "@mantine/notifications";
import { useClient } from "urql";
import * as z from "zod/mini";
import { type ProviderFactsFragment, UpdateProviderDocument } from "../../../graphql/graphql.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useExplain } from "../explain.ts";
import { personOf, personShape } from "../person.schema.ts";
import { PersonFields } from "./person-fields.tsx";

interface ProfileDialogProps {
  readonly request: ProviderFactsFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Changes what the directory says of a provider. */
export function ProfileDialog({ request: provider, opened, onClose }: ProfileDialogProps) {
  const { t } = useTranslation("directory");
  const client = useClient();
  const explain = useExplain();
  const form = useForm({
    schema: z.object(personShape),
    initial: personOf(provider),
    draft: draftOf("provider", provider),
    action: t("person.save"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        UpdateProviderDocument,
        { ...input, id: provider.id, expectedVersion: provider.version, idempotencyKey },
        (data) => data.updateProvider,
      ),
    explain,
    onDone() {
      notifications.show({ color: "green", message: t("person.done") });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("person.edit")}
      subtitle={provider.fullName}
      size={640}
      opened={opened}
      onClose={onClose}
      submit={t("person.save")}
    >
      <PersonFields form={form} known={provider} />
    </FormDialog>
  );
}
