import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./field-list.module.css";
import { FieldGroup } from "./fields.tsx";

interface FieldListProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly most: number;
  readonly addLabel: string;
  readonly removeLabel: (index: number) => string;
  /** What tells a row's fields from those of the others: "Address 2". */
  readonly rowLabel: (index: number) => string;
  readonly create: () => Item;
  readonly onChange: (items: readonly Item[]) => void;
  readonly children: (item: Item, change: (part: Partial<Item>) => void, index: number) => ReactNode;
}

/**
 * Several of the same: each can be taken away, and another one added. The focus goes to the first field of what was added,
 * and of what stands in the place of what was taken away.
 */
export function FieldList<Item extends { readonly key: string }>(props: FieldListProps<Item>) {
  const { title, items, most, addLabel, removeLabel, rowLabel, create, onChange, children } = props;
  const { t } = useTranslation();
  const [told, setTold] = useState("");
  const rows = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);

  function change(changed: readonly Item[], what: string, index: number): void {
    // What takes the focus has to be there.
    flushSync(() => {
      onChange(changed);
      setTold(what);
    });
    const row = rows.current?.children[Math.min(index, changed.length - 1)];
    (row?.querySelector<HTMLElement>("input, textarea") ?? addButton.current)?.focus();
  }

  return (
    <FieldGroup title={title}>
      <div ref={rows} className={styles.rows}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend, which would be read on the screen, too
          <div key={item.key} role="group" aria-label={rowLabel(index)} className={styles.row}>
            {children(
              item,
              (part) => onChange(items.map((other) => (other.key === item.key ? { ...other, ...part } : other))),
              index,
            )}
            <ActionIcon
              className={styles.remove ?? ""}
              variant="subtle"
              color="gray"
              size={32}
              aria-label={removeLabel(index)}
              onClick={() =>
                change(
                  items.filter(({ key }) => key !== item.key),
                  t("forms.removed", { name: rowLabel(index) }),
                  index,
                )
              }
            >
              <IconTrash size={17} stroke={1.7} aria-hidden />
            </ActionIcon>
          </div>
        ))}
      </div>
      {items.length < most && (
        <Button
          ref={addButton}
          className={styles.add ?? ""}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => change([...items, create()], t("forms.added", { name: rowLabel(items.length) }), items.length)}
        >
          {addLabel}
        </Button>
      )}
      <p role="status" className="visually-hidden">
        {told}
      </p>
    </FieldGroup>
  );
}
