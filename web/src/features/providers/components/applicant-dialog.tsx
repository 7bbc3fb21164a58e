import { Select, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  type ApplicationWholeFragment,
  CredentialKind,
  ResubmitApplicationDocument,
  SubmitApplicationDocument,
} from "../../../graphql/graphql.ts";
import { counts, limits } from "../../../graphql/limits.ts";
import { day, inOrder, optionalDay } from "../../../lib/forms/days.ts";
import { draftOf } from "../../../lib/forms/draft-name.ts";
import { optionalText, text } from "../../../lib/forms/fields.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { type Outcome, sendCommand, type UserError } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { DayField } from "../../../ui/form/day-field.tsx";
import { FieldList } from "../../../ui/form/field-list.tsx";
import { FieldStack, Wide } from "../../../ui/form/fields.tsx";
import { FormDialog } from "../../../ui/form/form-dialog.tsx";
import { useGoAfter } from "../../../ui/form/use-go-after.ts";
import { useExplain } from "../explain.ts";
import { newPerson, personOf, personShape } from "../person.schema.ts";
import { PersonFields } from "./person-fields.tsx";

const kinds = Object.values(CredentialKind);
const { credentials: mostCredentials } = counts.SubmitProviderApplicationInput;
const { email } = limits.SubmitProviderApplicationInput;
const { number, issuer } = limits.ApplicantCredentialInput;
const reasonLimit = limits.ResubmitProviderApplicationInput.reason;

const schema = z.object({
  ...personShape,
  email: text(email).check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
  credentials: z
    .array(
      z
        .object({
          key: z.string(),
          kind: z.enum(CredentialKind),
          number: text(number),
          issuer: text(issuer),
          issuedOn: day(),
          expiresOn: optionalDay(),
        })
        .check(inOrder("issuedOn", "expiresOn", { later: true })),
    )
    .check(z.maxLength(mostCredentials.max)),
  reason: optionalText(reasonLimit),
});

type Values = z.input<typeof schema>;
type CredentialValues = Values["credentials"][number];

interface ApplicantDialogProps {
  /** What is submitted again with what it lacked; null for a new application. */
  readonly request: ApplicationWholeFragment | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Answer {
  readonly providerApplication: { readonly id: string } | null;
  readonly userErrors: readonly UserError[];
}

/** Submits an application for somebody who wants to see patients here. Somebody else reviews it. */
export function ApplicantDialog({ request: application, opened, onClose }: ApplicantDialogProps) {
  const { t } = useTranslation("directory");
  const client = useClient();
  const go = useGoAfter(opened);
  const explain = useExplain();
  const { timeZone } = useViewer().organization;
  const action = t(application === null ? "applicant.submit" : "applicant.resubmit");
  // Once: the keys of what is shown are nothing that somebody wrote.
  const [initial] = useState(() => valuesOf(application, timeZone));
  const form = useForm({
    schema,
    initial,
    draft: draftOf("application", application),
    action,
    send({ reason, credentials, ...person }, idempotencyKey): Promise<Outcome<Answer>> {
      const input = { ...person, credentials: credentials.map(({ key: _, ...shown }) => shown), idempotencyKey };
      return application === null
        ? sendCommand(client, SubmitApplicationDocument, input, (data) => data.submitProviderApplication)
        : sendCommand(
            client,
            ResubmitApplicationDocument,
            {
              ...{ ...input, id: application.id, expectedVersion: application.version },
              ...(reason === undefined ? {} : { reason }),
            },
            (data) => data.resubmitProviderApplication,
          );
    },
    explain,
    onDone({ providerApplication }) {
      notifications.show({ color: "green", message: t("applicant.done") });
      onClose();
      if (application === null && providerApplication !== null) {
        go(`/providers/applications/${providerApplication.id}`);
      }
    },
  });
  const known = { specialties: application?.specialties ?? [], locations: application?.locations ?? [] };
  return (
    <FormDialog
      form={form}
      title={t(application === null ? "applicant.title" : "applicant.againTitle")}
      subtitle={t(application === null ? "applicant.subtitle" : "applicant.againSubtitle")}
      size={720}
      opened={opened}
      onClose={onClose}
      submit={action}
    >
      <FieldStack>
        <PersonFields form={form} known={known}>
          <Wide>
            <TextInput
              type="email"
              label={t("applications.email")}
              required
              dir="ltr"
              autoComplete="off"
              maxLength={email.max}
              {...form.text("email")}
            />
          </Wide>
        </PersonFields>
        <FieldList
          title={t("applications.credentials")}
          items={form.values.credentials}
          most={mostCredentials.max}
          addLabel={t("credentials.add")}
          removeLabel={(index) => t("applicant.removeCredential", { number: index + 1 })}
          rowLabel={(index) => t("applicant.credential", { number: index + 1 })}
          create={newCredential}
          onChange={(credentials) => form.set("credentials", [...credentials])}
        >
          {(credential, change, index) => (
            <CredentialFields
              credential={credential}
              problem={(name) => form.problem(`credentials.${index}.${name}`)}
              onChange={change}
            />
          )}
        </FieldList>
        {application !== null && (
          <Textarea
            label={t("applicant.reason")}
            description={t("applications.reasonHint")}
            rows={3}
            maxLength={reasonLimit.max}
            {...form.text("reason")}
          />
        )}
      </FieldStack>
    </FormDialog>
  );
}

function valuesOf(application: ApplicationWholeFragment | null, timeZone: string): Values {
  if (application === null) {
    return { ...newPerson(timeZone), email: "", credentials: [], reason: "" };
  }
  const credentials = application.credentials.map(({ kind, number: of, issuer: by, issuedOn, expiresOn }) => ({
    ...{ key: crypto.randomUUID(), kind, number: of, issuer: by, issuedOn, expiresOn: expiresOn ?? "" },
  }));
  return { ...personOf(application), email: application.email ?? "", credentials, reason: "" };
}

function newCredential(): CredentialValues {
  return {
    ...{ key: crypto.randomUUID(), kind: CredentialKind.MedicalLicense, number: "", issuer: "" },
    ...{ issuedOn: "", expiresOn: "" },
  };
}

interface CredentialFieldsProps {
  readonly credential: CredentialValues;
  readonly problem: (name: string) => string | undefined;
  readonly onChange: (part: Partial<CredentialValues>) => void;
}

function CredentialFields({ credential, problem, onChange }: CredentialFieldsProps) {
  const { t } = useTranslation("directory");
  const typed = (name: "number" | "issuer" | "issuedOn" | "expiresOn") => ({
    value: credential[name],
    error: problem(name),
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ [name]: currentTarget.value }),
  });
  return (
    <>
      <Select
        label={t("credentials.kind")}
        allowDeselect={false}
        value={credential.kind}
        onChange={(kind) => onChange({ kind: kinds.find((name) => name === kind) ?? credential.kind })}
        data={kinds.map((name) => ({ value: name, label: t(`credentials.kinds.${name}`) }))}
      />
      <TextInput
        label={t("credentials.number")}
        required
        autoComplete="off"
        maxLength={number.max}
        {...typed("number")}
      />
      <TextInput
        label={t("credentials.issuer")}
        required
        autoComplete="off"
        maxLength={issuer.max}
        {...typed("issuer")}
      />
      <DayField label={t("credentials.issuedOn")} required {...typed("issuedOn")} />
      <DayField label={t("credentials.expiresOn")} min={credential.issuedOn} {...typed("expiresOn")} />
    </>
  );
}
