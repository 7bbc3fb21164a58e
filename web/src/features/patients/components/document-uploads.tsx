import "@mantine/core/styles/Progress.css";
import { ActionIcon, Button, Progress } from "@mantine/core";
import { IconCircleCheck, IconFileAlert, IconFileUpload, IconX } from "@tabler/icons-react";
import { useFormat } from "../../../lib/format/use-format.ts";
import { refusalText } from "../../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { LeaveButtons } from "../../../ui/form/leave-buttons.tsx";
import type { LeaveGuard } from "../../../ui/form/use-leave-guard.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { Entries, Entry } from "../../../ui/layout/entries.tsx";
import { formatSize } from "../document-type.ts";
import type { Upload, UploadProblem } from "../use-uploads.ts";
import styles from "./documents.module.css";

interface DocumentUploadsProps {
  readonly uploads: readonly Upload[];
  readonly onRetry: (upload: Upload) => void;
  readonly onDismiss: (key: string) => void;
  readonly guard: LeaveGuard;
}

/** The files that are on their way, and those that did not arrive. */
export function DocumentUploads({ uploads, onRetry, onDismiss, guard }: DocumentUploadsProps) {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  const { locale, percent } = useFormat();

  function explain(problem: UploadProblem): string {
    if (problem.kind === "refused") {
      return refusalText(problem.error, common);
    }
    if (problem.kind === "rejected") {
      return problem.document.rejection === null
        ? t("documents.states.REJECTED")
        : t(`documents.rejections.${problem.document.rejection}`);
    }
    return t(`documents.problems.${problem.kind}`);
  }

  if (uploads.length === 0) {
    return null;
  }
  return (
    <Card title={t("documents.uploads")} flush>
      <div role="status" className="visually-hidden">
        {uploads
          .filter(({ phase }) => phase === "done" || phase === "failed")
          .map(({ key, name, phase }) => (
            <p key={key}>{t(phase === "done" ? "documents.arrived" : "documents.notArrived", { name })}</p>
          ))}
      </div>
      {guard.blocker}
      {guard.asking && (
        <div className={styles.leaving}>
          <p role="alert">{t("documents.leaveQuestion")}</p>
          <LeaveButtons
            onStay={guard.stay}
            onLeave={guard.leave}
            stayLabel={t("documents.stay")}
            leaveLabel={t("documents.leave")}
          />
        </div>
      )}
      <Entries label={t("documents.uploads")}>
        {uploads.map((upload) => {
          const { key, name, size, phase, share, problem } = upload;
          const Glyph = { done: IconCircleCheck, failed: IconFileAlert }[phase as string] ?? IconFileUpload;
          const canRetry = problem !== undefined && problem.kind !== "type" && problem.kind !== "rejected";
          return (
            <Entry
              key={key}
              start={<Glyph size={20} stroke={1.7} aria-hidden className={styles[phase] ?? ""} />}
              title={name}
              detail={
                problem === undefined
                  ? `${formatSize(size, locale)} · ${phase === "sending" ? t("documents.sent", { share: percent(share) }) : t(`documents.phases.${phase}`)}`
                  : explain(problem)
              }
              actions={
                <>
                  {canRetry && (
                    <Button
                      variant="default"
                      size="xs"
                      aria-label={`${common("common.retry")}: ${name}`}
                      onClick={() => onRetry(upload)}
                    >
                      {common("common.retry")}
                    </Button>
                  )}
                  {(phase === "failed" || phase === "done") && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={32}
                      aria-label={t("documents.dismiss", { name })}
                      onClick={() => onDismiss(key)}
                    >
                      <IconX size={16} stroke={1.8} aria-hidden />
                    </ActionIcon>
                  )}
                </>
              }
            >
              {(phase === "sending" || phase === "checking") && (
                <Progress
                  value={share * 100}
                  animated={phase === "checking"}
                  size="sm"
                  mt={6}
                  aria-label={t("documents.progress", { name })}
                />
              )}
            </Entry>
          );
        })}
      </Entries>
    </Card>
  );
}
