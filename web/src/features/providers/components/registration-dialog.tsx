import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useClient } from "urql";
import * as z from "zod/mini";
import { RegisterProviderDocument } from "../../../graphql/graphql.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useGoAfter } from "../../../ui/form/use-go-after.ts";
import { useExplain } from "../explain.ts";
import { newPerson, personShape } from "../person.schema.ts";
import { PersonFields } from "./person-fields.tsx";

interface RegistrationDialogProps {
  readonly request: null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const nothingKnown = { specialties: [], locations: [] };

/** Puts somebody into the directory without an application, and goes on to their page, where their hours are set. */
export function RegistrationDialog({ opened, onClose }: RegistrationDialogProps) {
  const { t } = useTranslation("directory");
  const client = useClient();
  const go = useGoAfter(opened);
  const explain = useExplain();
  const { timeZone } = useViewer().organization;
  const [initial] = useState(() => newPerson(timeZone));
  const form = useForm({
    schema: z.object(personShape),
    initial,
    draft: "provider:new",
    action: t("registration.title"),
    send: (input, idempotencyKey) =>
      sendCommand(client, RegisterProviderDocument, { ...input, idempotencyKey }, (data) => data.registerProvider),
    explain,
    onDone({ provider }, { givenName, familyName }) {
      const name = provider?.fullName ?? `${givenName} ${familyName}`;
      notifications.show({ color: "green", message: t("registration.done", { name }) });
      onClose();
      if (provider !== null) {
        go(`/providers/${provider.id}`);
      }
    },
  });
  return (
    <FormDialog
      form={form}
      title={t("registration.title")}
      subtitle={t("registration.subtitle")}
      size={640}
      opened={opened}
      onClose={onClose}
      submit={t("registration.title")}
    >
      <PersonFields form={form} known={nothingKnown} />
    </FormDialog>
  );
}
