import { type ReactNode, useLayoutEffect, useRef } from "react";

interface TopDialogProps {
  readonly label: string;
  readonly onClose: () => void;
  /** A press beside it closes it, too. */
  readonly dismissible?: boolean;
  readonly role?: "alertdialog";
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/**
 * The browser's own modal dialog, for as long as it is rendered: above everything, the rest inert, closed by Escape. For
 * what has to be there at once, with or without a network; forms are dialogs by DialogFrame.
 */
export function TopDialog({ label, onClose, dismissible = false, role, className, children }: TopDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does it by keyboard
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      {...(role === undefined ? {} : { role })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (dismissible && event.target === event.currentTarget) {
          onClose();
        }
      }}
    >
      {children}
    </dialog>
  );
}
