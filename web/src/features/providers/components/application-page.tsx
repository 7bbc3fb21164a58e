import { Button } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { useParams } from "react-router";
import { ApplicationDetailDocument, type ApplicationWholeFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { failureOf } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { BackLink } from "../../../ui/layout/back-link.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { Facts } from "../../../ui/layout/facts.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { RowsSkeleton } from "../../../ui/state/rows-skeleton.tsx";
import { possibleSteps } from "../application-steps.ts";
import { useLanguageNames } from "../use-language-names.ts";
import type { ApplicationRequest } from "./application-dialog.tsx";
import { ApplicationStatusBadge } from "./application-status-badge.tsx";
import styles from "./entries.module.css";

const loadApplicantDialog = async () => (await import("./applicant-dialog.tsx")).ApplicantDialog;
const loadDialog = async () => (await import("./application-dialog.tsx")).ApplicationDialog;

/** An application to see patients here, how it came to where it stands, and what comes next. */
export function ApplicationPage() {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { applicationId = "" } = useParams();
  const { data, current, error, fetching, retry } = useAnswer({
    query: ApplicationDetailDocument,
    variables: { id: applicationId },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const { show, dialog } = useLazyDialog<ApplicationRequest>(loadDialog);
  const answer = useLazyDialog<ApplicationWholeFragment>(loadApplicantDialog);
  const application = (current && data?.providerApplication) || null;
  const failed = application === null && !fetching && failureOf(error, "providerApplication") !== null;
  const missing = application === null && !fetching && !failed;
  const steps = application === null ? [] : possibleSteps(application.status);

  return (
    <>
      <PageHeader
        title={
          application === null
            ? missing
              ? t("applications.notFoundTitle")
              : t("applications.title")
            : (application.fullName ?? t("applications.forgotten"))
        }
        before={<BackLink to="/providers/applications" label={t("applications.title")} />}
        subtitle={
          application === null ? (
            " "
          ) : (
            <div className={styles.subtitle}>
              <span>{application.specialties.map(({ name }) => name).join(", ")}</span>
              <ApplicationStatusBadge status={application.status} />
            </div>
          )
        }
        actions={
          application !== null && (
            <>
              {application.status === "MORE_INFORMATION_REQUESTED" && (
                <Button onClick={() => answer.show(application)}>{t("applicant.againTitle")}</Button>
              )}
              {steps.map((step, index) => (
                <Button
                  key={step}
                  variant={index === 0 && step !== "withdraw" ? "filled" : "default"}
                  onClick={() => show({ step, application })}
                >
                  {t(`applications.actions.${step}`)}
                </Button>
              ))}
            </>
          )
        }
      />
      {missing && (
        <Sheet>
          <EmptyState
            icon={IconUserOff}
            title={t("applications.notFoundTitle")}
            text={t("applications.notFoundText")}
          />
        </Sheet>
      )}
      {failed && (
        <Sheet>
          <ErrorState onRetry={retry} />
        </Sheet>
      )}
      {application === null && fetching && (
        <div className={styles.columns} role="status" aria-label={common("common.loading")}>
          <Sheet>
            <RowsSkeleton rows={5} />
          </Sheet>
          <Sheet>
            <RowsSkeleton rows={3} />
          </Sheet>
        </div>
      )}
      {application !== null && (
        <div className={styles.columns}>
          <div className={styles.main}>
            <ShownCredentials application={application} />
            <Card title={t("applications.history")} flush>
              <ol className={styles.entries}>
                {application.history.map(({ id, to, changedAt, reason }) => (
                  <li key={id} className={styles.entry}>
                    <span>
                      <strong>{t(`applications.statuses.${to}`)}</strong>
                      {reason !== null && (
                        <span dir="auto" className={styles.detail}>
                          {reason}
                        </span>
                      )}
                    </span>
                    <time dateTime={changedAt} className={styles.end}>
                      {format.day(changedAt, { dateStyle: "medium", timeStyle: "short" })}
                    </time>
                  </li>
                ))}
              </ol>
            </Card>
          </div>
          <ApplicantFacts application={application} />
        </div>
      )}
      {dialog}
      {answer.dialog}
    </>
  );
}

function ShownCredentials({ application }: { readonly application: ApplicationWholeFragment }) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  return (
    <Card title={t("applications.credentials")} flush>
      {application.credentials.length === 0 ? (
        <EmptyState text={t("applications.credentialsEmpty")} />
      ) : (
        <ul className={styles.entries}>
          {application.credentials.map(({ kind, number, issuer, issuedOn, expiresOn }) => (
            <li key={`${kind}${number}`} className={styles.entry}>
              <span>
                <strong>{t(`credentials.kinds.${kind}`)}</strong>
                <span className={styles.detail}>{[number, issuer].join(" · ")}</span>
              </span>
              <span className={styles.end}>
                {expiresOn === null
                  ? t("credentials.noEnd", { from: format.date(issuedOn) })
                  : t("credentials.validFrom", { from: format.date(issuedOn), to: format.date(expiresOn) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ApplicantFacts({ application }: { readonly application: ApplicationWholeFragment }) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const languageNames = useLanguageNames();
  const none = common("common.notRecorded");
  const { email, languages, timeZone, locations, createdAt, provider } = application;
  return (
    <Card
      title={t("applications.details")}
      aside={
        provider !== null && (
          <TextLink to={`/providers/${provider.id}`} label={`${t("applications.openProvider")}: ${provider.fullName}`}>
            {t("applications.openProvider")}
          </TextLink>
        )
      }
    >
      <Facts
        facts={[
          { label: t("applications.email"), value: email === null ? none : <a href={`mailto:${email}`}>{email}</a> },
          { label: t("profile.languages"), value: languageNames(languages) || none },
          { label: common("providers.timeZone"), value: timeZone.replaceAll("_", " ") },
          { label: common("providers.locations"), value: locations.map(({ name }) => name).join(", ") || none },
          { label: t("applications.begun"), value: format.day(createdAt) },
        ]}
      />
    </Card>
  );
}
