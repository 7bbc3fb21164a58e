import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { PatientSummaryDocument, type PatientSummaryQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Columns } from "../../../ui/layout/columns.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { Facts } from "../../../ui/layout/facts.tsx";
import { Answered } from "../../../ui/state/answered.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge } from "../../../ui/status/badge.tsx";
import { addressLines } from "../address-lines.ts";
import { languageName } from "../language-name.ts";
import { ConsentsCard } from "./consents-card.tsx";
import { CoveragesCard } from "./coverages-card.tsx";
import { PatientDialog } from "./patient-dialog.tsx";
import styles from "./summary-tab.module.css";

export type SummarizedPatient = NonNullable<PatientSummaryQuery["patient"]>;

/** Who the patient is, how to reach them, who pays, and what they permit. */
export function SummaryTab() {
  const { id, refresh } = useOpenPatient();
  const { data, fetching, retry } = useAnswer({
    query: PatientSummaryDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const onChanged = () => {
    retry();
    refresh();
  };
  return (
    <Answered value={data?.patient} fetching={fetching} onRetry={retry}>
      {(patient) => (
        <Columns
          main={
            <>
              <Demographics patient={patient} onChanged={onChanged} />
              <CoveragesCard patient={patient} onChanged={onChanged} />
            </>
          }
          side={
            <>
              <Contact patient={patient} />
              <EmergencyContacts patient={patient} />
              {patient.consents !== null && <ConsentsCard consents={patient.consents} />}
            </>
          }
        />
      )}
    </Answered>
  );
}

function Demographics({ patient, onChanged }: { patient: SummarizedPatient; onChanged: () => void }) {
  const { t } = useTranslation("record");
  const mayChange = mayWithRecords(useViewer(), "change");
  const editing = useDialog<SummarizedPatient>();
  const { t: common } = useTranslation();
  const format = useFormat();
  const none = common("common.notRecorded");
  const { birthDate, deceasedDate, gender, language, timeZone, settings, externalId } = patient;
  return (
    <Card
      title={t("facts.title")}
      aside={
        mayChange && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPencil size={15} stroke={1.8} aria-hidden />}
            onClick={() => editing.open(patient)}
          >
            {t("edit.open")}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          { label: t("facts.givenName"), value: patient.givenName },
          { label: t("facts.familyName"), value: patient.familyName },
          {
            label: t("facts.born"),
            value: birthDate === null ? none : format.date(birthDate, { dateStyle: "long" }),
          },
          ...(deceasedDate === null
            ? []
            : [{ label: t("facts.died"), value: format.date(deceasedDate, { dateStyle: "long" }) }]),
          { label: t("facts.gender"), value: gender === null ? none : common(`person.gender.${gender}`) },
          {
            label: t("facts.language"),
            value: [
              languageName(language, format.locale) ?? none,
              settings?.needsInterpreter ? t("needsInterpreter") : null,
            ]
              .filter(Boolean)
              .join(" · "),
          },
          { label: t("facts.timeZone"), value: timeZone?.replaceAll("_", " ") ?? none },
          {
            label: t("facts.channel"),
            value: settings?.preferredChannel ? t(`channels.${settings.preferredChannel}`) : none,
          },
          ...(externalId === null ? [] : [{ label: t("facts.externalId"), value: externalId }]),
        ]}
      />
      {editing.dialog && <PatientDialog {...editing.dialog} key={editing.dialog.key} onDone={onChanged} />}
    </Card>
  );
}

function Contact({ patient }: { patient: SummarizedPatient }) {
  const { t } = useTranslation("record");
  const { locale } = useFormat();
  const { t: common } = useTranslation();
  const none = common("common.notRecorded");
  const { email, phone, addresses, contacts } = patient;
  return (
    <Card title={t("facts.contact")}>
      <Facts
        facts={[
          { label: t("facts.phone"), value: phone === null ? none : <a href={`tel:${phone}`}>{phone}</a> },
          { label: t("facts.email"), value: email === null ? none : <a href={`mailto:${email}`}>{email}</a> },
          ...(contacts ?? []).map(({ system, use, value }) => ({
            label: [t(`contactSystems.${system}`), use && t(`contactUses.${use}`)].filter(Boolean).join(", "),
            value: <a href={`${system === "EMAIL" ? "mailto" : "tel"}:${value}`}>{value}</a>,
          })),
          ...(addresses ?? []).map((address) => ({
            label: t(`addressUses.${address.use}`),
            value: (
              <span dir="auto" className={styles.lines}>
                {addressLines(address, locale).join("\n")}
              </span>
            ),
          })),
          ...(addresses?.length ? [] : [{ label: t("facts.address"), value: none }]),
        ]}
      />
    </Card>
  );
}

function EmergencyContacts({ patient: { emergencyContacts } }: { patient: SummarizedPatient }) {
  const { t } = useTranslation("record");
  if (emergencyContacts === null) {
    return null;
  }
  return (
    <Card title={t("emergencyContacts.title")} flush>
      {emergencyContacts.length === 0 ? (
        <EmptyState text={t("emergencyContacts.empty")} />
      ) : (
        <Entries label={t("emergencyContacts.title")}>
          {emergencyContacts.map(({ name, relationship, phone }, index) => (
            <Entry
              key={`${name} ${phone}`}
              title={name}
              detail={
                <>
                  {relationship !== null && `${relationship} · `}
                  <a href={`tel:${phone}`}>{phone}</a>
                </>
              }
              end={
                index === 0 &&
                emergencyContacts.length > 1 && <Badge tone="teal" label={t("emergencyContacts.first")} />
              }
            />
          ))}
        </Entries>
      )}
    </Card>
  );
}
