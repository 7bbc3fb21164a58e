import "@mantine/core/styles/Progress.css";
import { Button, Progress } from "@mantine/core";
import { IconDownload, IconFileZip } from "@tabler/icons-react";
import { useEffect } from "react";
import { ExportPatientDataDocument, type ExportRowFragment, PatientExportsDocument } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";

const tones = {
  REQUESTED: "grey",
  GATHERING: "amber",
  READY: "green",
  FAILED: "red",
  EXPIRED: "grey",
} as const satisfies Record<ExportRowFragment["status"], Tone>;

/** Every part of the system that an export waits for. */
const partsOfExport = ["patient", "appointment", "billing", "identity", "provider", "reports"];
const pollMilliseconds = 2_000;

const isUnderWay = ({ status }: ExportRowFragment) => status === "REQUESTED" || status === "GATHERING";

/** Everything that is known of the patient as one archive, and those that were asked for before. */
export function ExportCard() {
  const { t } = useTranslation("record");
  const format = useFormat();
  const { id } = useOpenPatient();
  const { data, fetching, retry } = useAnswer({
    query: PatientExportsDocument,
    variables: { patientId: id },
    requestPolicy: "cache-and-network",
  });
  useReturnRefresh(retry);
  const { send } = useCommand(ExportPatientDataDocument, ({ exportPatientData }) => exportPatientData);
  const asking = useDialog<null>();
  const exports = data?.patientExports ?? null;
  const underWay = exports?.some(isUnderWay) ?? false;

  // Nobody tells of it: it is done within minutes.
  useEffect(() => {
    if (!underWay) {
      return;
    }
    const timer = setInterval(retry, pollMilliseconds);
    return () => clearInterval(timer);
  }, [underWay, retry]);

  return (
    <Card
      title={t("exports.title")}
      subtitle={t("exports.text")}
      flush
      aside={
        <Button
          size="xs"
          variant="default"
          disabled={underWay}
          leftSection={<IconFileZip size={16} stroke={1.7} aria-hidden />}
          onClick={() => asking.open(null)}
        >
          {t("exports.request")}
        </Button>
      }
    >
      {exports === null && !fetching ? (
        <ErrorState onRetry={retry} />
      ) : exports?.length === 0 ? (
        <EmptyState text={t("exports.empty")} />
      ) : (
        <Entries label={t("exports.title")}>
          {(exports ?? []).map((one) => (
            <Entry
              key={one.id}
              title={t("exports.askedOn", { day: format.day(one.requestedAt), time: format.time(one.requestedAt) })}
              detail={
                one.failure !== null
                  ? t(`exports.failures.${one.failure}`)
                  : one.expiresAt !== null && one.status === "READY"
                    ? t("exports.until", { day: format.day(one.expiresAt), time: format.time(one.expiresAt) })
                    : (one.reason ?? undefined)
              }
              end={<Badge tone={tones[one.status]} label={t(`exports.statuses.${one.status}`)} />}
              actions={
                one.downloadUrl === null ? undefined : (
                  <Button
                    component="a"
                    href={one.downloadUrl}
                    size="xs"
                    variant="default"
                    leftSection={<IconDownload size={16} stroke={1.7} aria-hidden />}
                  >
                    {t("exports.download")}
                  </Button>
                )
              }
            >
              {isUnderWay(one) && (
                <Progress
                  mt={6}
                  size="sm"
                  animated
                  aria-label={t("exports.progress")}
                  value={Math.max(5, (one.gathered.length / partsOfExport.length) * 100)}
                />
              )}
            </Entry>
          ))}
        </Entries>
      )}
      {asking.dialog && (
        <ReasonDialog
          key={asking.dialog.key}
          title={t("exports.request")}
          label={t("reasonOptional")}
          limit={limits.ExportPatientDataInput.reason}
          optional
          draft={`export:${id}`}
          confirm={t("exports.confirm")}
          opened={asking.dialog.opened}
          onClose={asking.dialog.onClose}
          send={(reason) => send({ patientId: id, ...(reason === "" ? {} : { reason }) })}
          onDone={retry}
        >
          <p>{t("exports.explained")}</p>
        </ReasonDialog>
      )}
    </Card>
  );
}
