import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./fields.module.css";

/** Fields beside each other where there is room. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>;
}

/** A field that takes the whole width of a {@link FieldGrid}. */
export function Wide({ children }: { children: ReactNode }) {
  return <div className={styles.wide}>{children}</div>;
}

export function FieldGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface FieldListProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly most: number;
  readonly addLabel: string;
  readonly removeLabel: (index: number) => string;
  readonly create: () => Item;
  readonly onChange: (items: readonly Item[]) => void;
  readonly children: (item: Item, change: (part: Partial<Item>) => void, index: number) => ReactNode;
}

/** Several of the same: each can be taken away, and another one added. */
export function FieldList<Item extends { readonly key: string }>(props: FieldListProps<Item>) {
  const { title, items, most, addLabel, removeLabel, create, onChange, children } = props;
  return (
    <FieldGroup title={title}>
      {items.map((item, index) => (
        <div key={item.key} className={styles.row}>
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
            onClick={() => onChange(items.filter(({ key }) => key !== item.key))}
          >
            <IconTrash size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {items.length < most && (
        <Button
          className={styles.add ?? ""}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => onChange([...items, create()])}
        >
          {addLabel}
        </Button>
      )}
    </FieldGroup>
  );
}

/** Fields and groups of them, one below the other. */
export function FieldStack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}
