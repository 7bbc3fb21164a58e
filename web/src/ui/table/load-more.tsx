import { Button } from "@mantine/core";
import type { Pages } from "../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./paged-table.module.css";

/** The rest of a list whose entries are of any height: read when the reader asks for it. */
export function LoadMore<Row>({ pages }: { readonly pages: Pages<Row> }) {
  const { t } = useTranslation();
  return (
    <div className={styles.foot} role="status">
      {pages.failed ? (
        <Button variant="default" size="xs" onClick={pages.retry}>
          {t("common.retry")}
        </Button>
      ) : (
        pages.hasMore && (
          <Button variant="default" size="xs" loading={pages.loadingMore} onClick={pages.loadMore}>
            {t("common.more")}
          </Button>
        )
      )}
    </div>
  );
}
