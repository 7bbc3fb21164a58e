import { Button } from "@mantine/core";
import type { Pages } from "../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./more-button.module.css";

/** Reads the next page of a list whose entries are too unlike each other for rows. */
export function MoreButton({ pages }: { pages: Pages<unknown> }) {
  const { t } = useTranslation();
  const { hasMore, loadingMore, failed, loadMore, retry } = pages;
  if (!hasMore && !failed) {
    return null;
  }
  return (
    <div className={styles.more}>
      <Button variant="default" size="xs" loading={loadingMore} onClick={failed ? retry : loadMore}>
        {t(failed ? "common.retry" : "common.more")}
      </Button>
    </div>
  );
}
