import { Modal } from "@mantine/core";
import type { ReactNode, SubmitEvent } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { useCompactTables } from "../table/data-table.tsx";
import styles from "./dialog-frame.module.css";
import { useKeptFocus } from "./use-kept-focus.ts";

interface DialogFrameProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly size: number;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Absent where there is nothing to fill in. */
  readonly onSubmit?: () => void;
  readonly problem?: string | undefined;
  /** The buttons, the one that submits among them. */
  readonly buttons: ReactNode;
  readonly children: ReactNode;
}

/** A form, or something to read, in a dialog; on phones it fills the screen. Its buttons stay in sight while the rest scrolls. */
export function DialogFrame(props: DialogFrameProps) {
  const { title, subtitle, size, opened, onClose, onSubmit, problem, buttons, children } = props;
  const { t } = useTranslation();
  const compact = useCompactTables();
  useKeptFocus(opened);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    onSubmit?.();
  }

  // What has no field to stand on is scrolled by keyboard as a whole.
  const reading = onSubmit === undefined ? { role: "group", "aria-label": title, tabIndex: 0 } : {};
  const content = (
    <>
      <div className={styles.head}>
        <div>
          <Modal.Title className={styles.title ?? ""}>{title}</Modal.Title>
          {subtitle !== undefined && <p className={styles.subtitle}>{subtitle}</p>}
        </div>
        <Modal.CloseButton size={36} aria-label={t("common.close")} />
      </div>
      <div className={styles.body} {...reading}>
        {children}
      </div>
      <div className={styles.foot}>
        {problem !== undefined && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <div className={styles.buttons}>{buttons}</div>
      </div>
    </>
  );
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} fullScreen={compact} centered padding={0} radius={12}>
      <Modal.Overlay />
      <Modal.Content classNames={{ content: styles.content ?? "" }}>
        {onSubmit === undefined ? (
          <div className={styles.frame}>{content}</div>
        ) : (
          <form noValidate className={styles.frame} onSubmit={submit}>
            {content}
          </form>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
