import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconArchive,
  IconDots,
  IconDownload,
  IconFile,
  IconFileTypePdf,
  IconPhoto,
  IconUpload,
} from "@tabler/icons-react";
import { type DragEvent, useCallback, useRef, useState } from "react";
import { useClient } from "urql";
import {
  ArchiveDocumentDocument,
  type DocumentCategory,
  DocumentLinkDocument,
  type DocumentRowFragment,
  PatientDocumentsDocument,
  type PatientDocumentsQuery,
} from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useCommand } from "../../../lib/graphql/use-command.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useOpenPatient } from "../../../lib/open-patient.ts";
import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { ReasonDialog } from "../../../ui/dialog/reason-dialog.tsx";
import { useDialog } from "../../../ui/dialog/use-dialog.ts";
import { Stack } from "../../../ui/layout/columns.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { Menu, MenuItem } from "../../../ui/menu/menu.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Badge, type Tone } from "../../../ui/status/badge.tsx";
import { CompactRow } from "../../../ui/table/compact-row.tsx";
import type { Column } from "../../../ui/table/data-table.tsx";
import { PagedTable } from "../../../ui/table/paged-table.tsx";
import { acceptedFiles, formatSize } from "../document-type.ts";
import { useUploads } from "../use-uploads.ts";
import { DocumentUploads } from "./document-uploads.tsx";
import styles from "./documents.module.css";

const selectDocuments = (data: PatientDocumentsQuery) => data.patient?.documents ?? null;

const allCategories = ["CLINICAL", "ADMINISTRATIVE", "PICTURE"] as const satisfies readonly DocumentCategory[];

const tones = {
  AWAITING_UPLOAD: "grey",
  QUARANTINED: "amber",
  AVAILABLE: "green",
  UNSCANNABLE: "amber",
  REJECTED: "red",
  ABANDONED: "grey",
} as const satisfies Record<DocumentRowFragment["state"], Tone>;

/** The patient's files: sent, looked at, and put away. */
export function DocumentsTab() {
  const { t } = useTranslation("record");
  const viewer = useViewer();
  const { id } = useOpenPatient();
  const categories = allCategories.filter(
    (category) => category !== "CLINICAL" || mayWithRecords(viewer, "addClinicalDocuments"),
  );
  const [category, setCategory] = useState<DocumentCategory>(categories[0] ?? "ADMINISTRATIVE");
  const [archived, setArchived] = useState(false);
  const pages = usePages(PatientDocumentsDocument, { id, filter: { archived } }, selectDocuments);
  useReturnRefresh(pages.refresh);
  const { refresh } = pages;
  const refreshed = useRef(refresh);
  refreshed.current = refresh;
  const onArrived = useCallback(() => refreshed.current(), []);
  const { uploads, add, retry, dismiss, guard } = useUploads(id, onArrived);
  const input = useRef<HTMLInputElement>(null);
  const [dragged, setDragged] = useState(false);
  const archiving = useDialog<DocumentRowFragment>();
  const { send } = useCommand(ArchiveDocumentDocument, (data) => data.archiveDocument);
  const view = useDocumentView(archiving.open);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setDragged(false);
    add([...event.dataTransfer.files], category);
  }

  return (
    <Stack>
      <section
        aria-label={t("documents.add")}
        className={styles.drop}
        data-dragged={dragged || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setDragged(true);
        }}
        onDragLeave={() => setDragged(false)}
        onDrop={drop}
      >
        <IconUpload size={22} stroke={1.7} aria-hidden />
        <div className={styles.hint}>
          <strong>{t("documents.drop")}</strong>
          <span>{t("documents.types")}</span>
        </div>
        <Select
          aria-label={t("documents.category")}
          value={category}
          allowDeselect={false}
          onChange={(value) => setCategory(categories.find((name) => name === value) ?? category)}
          data={categories.map((name) => ({ value: name, label: t(`documents.categories.${name}`) }))}
        />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={acceptedFiles}
          data-testid="files"
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])], category);
            event.currentTarget.value = "";
          }}
        />
        <Button onClick={() => input.current?.click()}>{t("documents.choose")}</Button>
      </section>
      <DocumentUploads uploads={uploads} onRetry={retry} onDismiss={dismiss} guard={guard} />
      <SegmentedControl
        className={styles.filter ?? ""}
        aria-label={t("documents.which")}
        value={archived ? "1" : "0"}
        onChange={(value) => setArchived(value === "1")}
        data={[
          { value: "0", label: t("documents.current") },
          { value: "1", label: t("documents.archived") },
        ]}
      />
      <Sheet>
        <PagedTable
          pages={pages}
          caption={t("parts.documents")}
          rowKey={(row) => row.id}
          empty={
            <EmptyState
              icon={IconFile}
              title={t(archived ? "documents.archivedEmpty" : "documents.emptyTitle")}
              text={t(archived ? "documents.archivedEmptyText" : "documents.emptyText")}
            />
          }
          {...view}
        />
      </Sheet>
      {archiving.dialog && (
        <ReasonDialog
          key={archiving.dialog.key}
          title={t("documents.archiveTitle", { name: archiving.dialog.subject.name ?? t("documents.unnamed") })}
          label={t("reason")}
          limit={limits.ArchiveDocumentInput.reason}
          draft={`archive-document:${archiving.dialog.subject.id}`}
          confirm={t("documents.archive")}
          opened={archiving.dialog.opened}
          onClose={archiving.dialog.onClose}
          send={(reason) => {
            const { id: documentId, version } = archiving.dialog?.subject ?? { id: "", version: 0 };
            return send({ id: documentId, expectedVersion: version, reason });
          }}
          onDone={refresh}
        >
          <p>{t("documents.archiveText")}</p>
        </ReasonDialog>
      )}
    </Stack>
  );
}

function useDocumentView(archive: (document: DocumentRowFragment) => void) {
  const { t } = useTranslation("record");
  const format = useFormat();
  const name = (row: DocumentRowFragment) => row.name ?? t("documents.unnamed");
  const about = (row: DocumentRowFragment) =>
    [t(`documents.categories.${row.category}`), formatSize(row.size, format.locale)].join(" · ");
  const badge = (row: DocumentRowFragment) =>
    row.archivedAt === null ? (
      <Badge
        tone={tones[row.state]}
        label={
          row.state === "REJECTED" && row.rejection !== null
            ? t(`documents.rejections.${row.rejection}`)
            : t(`documents.states.${row.state}`)
        }
      />
    ) : (
      <Badge tone="grey" label={t("documents.archived")} />
    );
  const columns: readonly Column<DocumentRowFragment>[] = [
    {
      id: "name",
      header: t("documents.column.name"),
      width: "44%",
      cell: (row) => (
        <span className={styles.name}>
          <Preview document={row} />
          <span className={styles.words}>
            <span title={name(row)}>{name(row)}</span>
            <small>{about(row)}</small>
          </span>
        </span>
      ),
    },
    { id: "added", header: t("documents.column.added"), cell: (row) => format.day(row.addedAt) },
    { id: "state", header: t("documents.column.state"), width: "26%", cell: badge },
    {
      id: "actions",
      header: t("documents.column.actions"),
      headerHidden: true,
      width: "72px",
      align: "end",
      cell: (row) => <DocumentMenu document={row} name={name(row)} onArchive={archive} />,
    },
  ];
  const compact = (row: DocumentRowFragment) => (
    <CompactRow
      start={<Preview document={row} />}
      title={name(row)}
      detail={`${about(row)} · ${format.day(row.addedAt)}`}
      end={row.state === "AVAILABLE" && row.archivedAt === null ? undefined : badge(row)}
      menu={<DocumentMenu document={row} name={name(row)} onArchive={archive} />}
    />
  );
  return { columns, compact };
}

function Preview({ document: { thumbnail, contentType } }: { document: DocumentRowFragment }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (thumbnail !== null && thumbnail.url !== broken) {
    return <img src={thumbnail.url} alt="" className={styles.preview} onError={() => setBroken(thumbnail.url)} />;
  }
  const Glyph =
    contentType === "application/pdf" ? IconFileTypePdf : contentType.startsWith("image/") ? IconPhoto : IconFile;
  return (
    <span className={styles.preview}>
      <Glyph size={18} stroke={1.6} aria-hidden />
    </span>
  );
}

interface DocumentMenuProps {
  readonly document: DocumentRowFragment;
  readonly name: string;
  readonly onArchive: (document: DocumentRowFragment) => void;
}

function DocumentMenu({ document, name, onArchive }: DocumentMenuProps) {
  const { t } = useTranslation("record");
  const client = useClient();
  const viewer = useViewer();
  const right = document.category === "CLINICAL" ? "archiveClinicalDocuments" : "archiveDocuments";
  const canArchive = document.state === "AVAILABLE" && document.archivedAt === null && mayWithRecords(viewer, right);

  // The link is good for moments only: it is asked for when somebody wants the file.
  async function download(): Promise<void> {
    const answer = await client.query(DocumentLinkDocument, { id: document.id }, { requestPolicy: "network-only" });
    const url = answer.data?.document?.download?.url;
    if (url === undefined) {
      notifications.show({ color: "red", message: t("documents.downloadFailed") });
    } else {
      window.location.assign(url);
    }
  }

  if (document.state !== "AVAILABLE") {
    return null;
  }
  return (
    <Menu
      width={190}
      button={(button) => (
        <ActionIcon {...button} variant="subtle" color="gray" size={36} aria-label={t("actionsFor", { name })}>
          <IconDots size={18} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    >
      <MenuItem icon={IconDownload} onSelect={() => void download()}>
        {t("documents.download")}
      </MenuItem>
      {canArchive && (
        <MenuItem icon={IconArchive} onSelect={() => onArchive(document)}>
          {t("documents.archive")}
        </MenuItem>
      )}
    </Menu>
  );
}
