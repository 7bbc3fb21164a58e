import { Skeleton } from "@mantine/core";
import styles from "./rows-skeleton.module.css";

/** What stands for a card's rows while they are read. */
export function RowsSkeleton({ rows }: { readonly rows: number }) {
  return (
    <div className={styles.rows}>
      <Skeleton height={14} width="34%" />
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={index} className={styles.row}>
          <Skeleton height={12} width={index % 2 === 0 ? "52%" : "40%"} />
          <Skeleton height={20} width={68} />
        </div>
      ))}
    </div>
  );
}
