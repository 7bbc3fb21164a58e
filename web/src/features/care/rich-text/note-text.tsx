import { Fragment, memo, type ReactNode, useMemo } from "react";
import { limits } from "../../../graphql/limits.ts";
import { type Block, type Inline, parseNote } from "./note-marks.ts";
import styles from "./note-text.module.css";

/**
 * What somebody wrote, with its headings, lists and stress. Everything is an element of React with text in it, never markup
 * made of what was written; each part is written from the side from which its own letters are.
 */
export const NoteText = memo(function NoteText({ text }: { text: string }) {
  const blocks = useMemo<readonly Block[] | null>(
    () => (text.length > limits.DraftVisitNoteInput.text.max ? null : parseNote(text)),
    [text],
  );
  if (blocks === null) {
    return <p className={styles.plain}>{text}</p>;
  }
  return <div className={styles.note}>{inOrder(blocks, (block) => showBlock(block))}</div>;
});

// Below the heading of the note itself.
const headings = { 1: "h4", 2: "h5", 3: "h6" } as const;

function showBlock(block: Block): ReactNode {
  switch (block.kind) {
    case "heading": {
      const Heading = headings[block.level];
      return <Heading dir="auto">{showLine(block.line)}</Heading>;
    }
    case "bullets":
      return (
        <ul dir="auto">
          {inOrder(block.items, (item) => (
            <li>{showLine(item)}</li>
          ))}
        </ul>
      );
    case "numbers":
      return (
        <ol dir="auto">
          {inOrder(block.items, ({ number, line }) => (
            <li value={number}>{showLine(line)}</li>
          ))}
        </ol>
      );
    case "paragraph":
      return (
        <p dir="auto">
          {inOrder(block.lines, (line, index) => (
            <>
              {index > 0 && "\n"}
              {showLine(line)}
            </>
          ))}
        </p>
      );
  }
}

function showLine(line: readonly Inline[]): ReactNode {
  return inOrder(line, (part) =>
    part.kind === "text" ? (
      part.text
    ) : part.kind === "strong" ? (
      <strong>{showLine(part.children)}</strong>
    ) : (
      <em>{showLine(part.children)}</em>
    ),
  );
}

/** Parts of a text have no identity but their place in it. */
function inOrder<Part>(parts: readonly Part[], show: (part: Part, index: number) => ReactNode): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return parts.map((part, index) => <Fragment key={index}>{show(part, index)}</Fragment>);
}
