import { useCallback, useEffect, useState } from "react";

/** A dialog that was asked for: what it is about, and whether it is open. */
export interface OpenDialog<Subject> {
  /** A dialog that is opened again starts anew. */
  readonly key: string;
  readonly subject: Subject;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Opens a dialog about something. It is there before it opens: so it remembers where the focus was, and gives it back. */
export function useDialog<Subject>() {
  const [shown, setShown] = useState<{ readonly key: string; readonly subject: Subject } | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(shown !== null), [shown]);
  const open = useCallback((subject: Subject) => setShown({ key: crypto.randomUUID(), subject }), []);
  const onClose = useCallback(() => setOpened(false), []);
  const dialog: OpenDialog<Subject> | null = shown === null ? null : { ...shown, opened, onClose };
  return { open, dialog };
}
