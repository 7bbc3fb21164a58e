import { ActionIcon } from "@mantine/core";
import { IconBold, IconEye, IconHeading, IconItalic, IconList, IconListNumbers, IconPencil } from "@tabler/icons-react";
import type { KeyboardEvent, RefObject } from "react";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import styles from "./note-toolbar.module.css";
import { type Mark, setMark } from "./set-mark.ts";

// By where a key is, not by what it writes: digits with Shift are signs that differ from keyboard to keyboard.
const tools = [
  { mark: "strong", code: "KeyB", shift: false, keys: "B", glyph: IconBold },
  { mark: "em", code: "KeyI", shift: false, keys: "I", glyph: IconItalic },
  { mark: "heading", code: "Digit9", shift: true, keys: "Shift+9", glyph: IconHeading },
  { mark: "bullets", code: "Digit8", shift: true, keys: "Shift+8", glyph: IconList },
  { mark: "numbers", code: "Digit7", shift: true, keys: "Shift+7", glyph: IconListNumbers },
] as const;

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Sets the mark on what is chosen, so that the browser's own undo takes it back. */
function apply(field: HTMLTextAreaElement, mark: Mark, onType: (text: string) => void): void {
  const { from, to, insert, start, end } = setMark(field.value, field.selectionStart, field.selectionEnd, mark);
  const length = field.value.length - (to - from) + insert.length;
  if (field.maxLength >= 0 && length > field.maxLength) {
    return;
  }
  field.focus();
  field.setSelectionRange(from, to);
  // Nothing else that writes into a field is undone like typing.
  if (typeof document.execCommand !== "function" || !document.execCommand("insertText", false, insert)) {
    field.setRangeText(insert);
    onType(field.value);
  }
  field.setSelectionRange(start, end);
}

/** The shortcuts of the toolbar, for the field that it belongs to. */
export function onMarkKey(event: KeyboardEvent<HTMLTextAreaElement>, onType: (text: string) => void): void {
  if (event.altKey || event.nativeEvent.isComposing || !(isApple ? event.metaKey : event.ctrlKey)) {
    return;
  }
  const tool = tools.find(({ code, shift }) => code === event.code && shift === event.shiftKey);
  if (tool) {
    event.preventDefault();
    apply(event.currentTarget, tool.mark, onType);
  }
}

interface NoteToolbarProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onType: (text: string) => void;
  /** Whether the note is shown as it will be read. */
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
}

export function NoteToolbar({ field, onType, shown, onShow }: NoteToolbarProps) {
  const { t } = useTranslation("record");
  return (
    <fieldset className={styles.tools} aria-label={t("notes.marks.title")}>
      {tools.map(({ mark, keys, glyph: Glyph }) => {
        const shortcut = `${isApple ? "Meta" : "Control"}+${keys}`;
        return (
          <ActionIcon
            key={mark}
            variant="subtle"
            color="gray"
            size={36}
            disabled={shown}
            aria-label={t(`notes.marks.${mark}`)}
            aria-keyshortcuts={shortcut}
            title={`${t(`notes.marks.${mark}`)} (${isApple ? "⌘" : "Ctrl"}+${keys})`}
            // The field keeps what is chosen in it, and the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => field.current && apply(field.current, mark, onType)}
          >
            <Glyph size={18} stroke={1.8} aria-hidden />
          </ActionIcon>
        );
      })}
      <ActionIcon
        className={styles.last ?? ""}
        variant={shown ? "light" : "subtle"}
        color="gray"
        size={36}
        aria-label={t("notes.marks.preview")}
        aria-pressed={shown}
        title={t("notes.marks.preview")}
        onClick={() => onShow(!shown)}
      >
        {shown ? <IconPencil size={18} stroke={1.8} aria-hidden /> : <IconEye size={18} stroke={1.8} aria-hidden />}
      </ActionIcon>
    </fieldset>
  );
}
