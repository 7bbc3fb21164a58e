import { SegmentedControl, Select } from "@mantine/core";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  ConsentDecision,
  type ConsentRowFragment,
  ConsentScope,
  PreferredChannel,
  RecordConsentDocument,
} from "../../../graphql/graphql.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import type { OpenPatient } from "../../../lib/open-patient.ts";
import { FieldStack } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import type { Choice } from "../../../ui/form/search-select.tsx";
import { ProviderField } from "./provider-field.tsx";
import { useConsentSubject } from "./use-consent-subject.ts";

const scopes = Object.values(ConsentScope);
const channels = Object.values(PreferredChannel);
const decisions = Object.values(ConsentDecision);

const schema = z
  .object({
    scope: z.enum(ConsentScope),
    providerId: z.nullable(z.custom<Choice>()),
    channel: z.nullable(z.enum(PreferredChannel)),
    decision: z.enum(ConsentDecision),
  })
  .check(
    z.refine(({ scope, providerId }) => scope !== "PROVIDER_ACCESS" || providerId !== null, {
      path: ["providerId"],
      error: "forms.missing",
    }),
    z.refine(({ scope, channel }) => scope !== "COMMUNICATION" || channel !== null, {
      path: ["channel"],
      error: "forms.missing",
    }),
  );

interface ConsentDialogProps {
  readonly patient: OpenPatient;
  /** The one that is decided anew; null for a first one. */
  readonly subject: ConsentRowFragment | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writes down what the patient permits or refuses. It holds at once; what was said before is kept. */
export function ConsentDialog({ patient, subject, opened, onClose, onDone }: ConsentDialogProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const named = useConsentSubject();
  const form = useForm({
    schema,
    initial: {
      scope: subject?.scope ?? ConsentScope.DataSharing,
      providerId: subject?.provider ? { value: subject.provider.id, label: subject.provider.fullName } : null,
      channel: subject?.channel ?? null,
      decision: subject?.decision === "PERMIT" ? ConsentDecision.Deny : ConsentDecision.Permit,
    },
    draft: draftOf("consent", subject, patient.id),
    action: t("consents.record"),
    send: ({ scope, providerId, channel, decision }, idempotencyKey) =>
      sendCommand(
        client,
        RecordConsentDocument,
        {
          ...{ patientId: patient.id, scope, decision, idempotencyKey },
          ...(scope === "PROVIDER_ACCESS" ? { providerId: providerId?.value ?? null } : {}),
          ...(scope === "COMMUNICATION" ? { channel } : {}),
          ...(subject === null ? {} : { expectedVersion: subject.version }),
        },
        (data) => data.recordConsent,
      ),
    onAnswer: onDone,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t("consents.add")}
      subtitle={subject === null ? t("consents.text") : named(subject)}
      size={520}
      opened={opened}
      onClose={onClose}
      submit={t("consents.record")}
    >
      <FieldStack>
        {subject === null && (
          <Select
            label={t("consents.scope")}
            allowDeselect={false}
            data={scopes.map((name) => ({ value: name, label: t(`consents.scopes.${name}`) }))}
            value={form.values.scope}
            onChange={(value) => form.set("scope", scopes.find((name) => name === value) ?? form.values.scope)}
          />
        )}
        {subject === null && form.values.scope === "PROVIDER_ACCESS" && (
          <ProviderField
            provider={form.values.providerId}
            error={form.problem("providerId")}
            onChange={(provider) => form.set("providerId", provider)}
          />
        )}
        {subject === null && form.values.scope === "COMMUNICATION" && (
          <Select
            label={t("consents.channel")}
            required
            data={channels.map((name) => ({ value: name, label: t(`channels.${name}`) }))}
            value={form.values.channel}
            error={form.problem("channel")}
            onChange={(value) => form.set("channel", channels.find((name) => name === value) ?? null)}
          />
        )}
        <SegmentedControl
          aria-label={t("consents.decision")}
          value={form.values.decision}
          onChange={(value) => form.set("decision", decisions.find((name) => name === value) ?? form.values.decision)}
          data={decisions.map((name) => ({ value: name, label: t(`consents.choices.${name}`) }))}
        />
      </FieldStack>
    </FormDialog>
  );
}
