import { Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp, IconSelector } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./data-table.module.css";

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** A CSS width; the rest is shared evenly. */
  readonly width?: string;
  readonly align?: "end";
  /** The header is for screen readers alone: the column speaks for itself. */
  readonly headerHidden?: boolean;
  /** The orders that this column's header switches between. */
  readonly sort?: { readonly ascending: string; readonly descending: string };
}

/** The part of the rows that is in the document, with the pixels that the others would take. */
export interface RowWindow {
  readonly start: number;
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

export interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The row on a phone, and in narrow cards: time, people, badge. */
  readonly compact: (row: Row) => ReactNode;
  /** Always the compact rows, whatever the screen. */
  readonly narrow?: boolean;
  readonly loading?: boolean;
  readonly refreshing?: boolean;
  /** How many placeholders stand for rows that are loading. */
  readonly skeletons?: number;
  readonly order?: string;
  readonly onOrder?: (order: string) => void;
  readonly window?: RowWindow;
  /** Rows that have just changed stand out for a moment. */
  readonly isChanged?: (row: Row) => boolean;
  /** Rows that exist on the server, for assistive technology that counts them. */
  readonly totalCount?: number | null;
}

/** Height of a row in pixels, the line below it included: virtual lists count on it. */
export const rowHeight = { table: 57, compact: 65 } as const;

/** Whether tables are shown as compact rows on this screen. */
export function useCompactTables(): boolean {
  return useMediaQuery("(max-width: 47.99em)", undefined, { getInitialValueInEffect: false }) ?? false;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const compact = useCompactTables();
  return props.narrow === true || compact ? <CompactRows {...props} /> : <TableRows {...props} />;
}

function visible<Row>(rows: readonly Row[], part: RowWindow | undefined): readonly Row[] {
  return part === undefined ? rows : rows.slice(part.start, part.end);
}

function CompactRows<Row>({
  caption,
  rows,
  rowKey,
  compact,
  loading,
  refreshing,
  skeletons,
  window,
  isChanged,
}: DataTableProps<Row>) {
  const { t } = useTranslation();
  if (loading) {
    return (
      <div role="status" aria-label={t("common.loading")}>
        {Array.from({ length: skeletons ?? 6 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <div key={index} className={styles.compactRow}>
            <div className={styles.placeholder}>
              <Skeleton height={12} width="55%" />
              <Skeleton height={10} width="35%" mt={9} />
            </div>
            <Skeleton height={22} width={72} />
          </div>
        ))}
      </div>
    );
  }
  return (
    <ul aria-label={caption} className={styles.list} data-refreshing={refreshing || undefined}>
      {window !== undefined && <li aria-hidden style={{ blockSize: window.before }} />}
      {visible(rows, window).map((row) => (
        <CompactItem key={rowKey(row)} row={row} compact={compact} changed={isChanged?.(row) ?? false} />
      ))}
      {window !== undefined && <li aria-hidden style={{ blockSize: window.after }} />}
    </ul>
  );
}

interface CompactItemProps<Row> extends Pick<DataTableProps<Row>, "compact"> {
  readonly row: Row;
  readonly changed: boolean;
}

interface TableRowProps<Row> extends Pick<DataTableProps<Row>, "columns"> {
  readonly row: Row;
  /** Among all rows of the list, where not all of them are in the document. */
  readonly position: number | undefined;
  readonly changed: boolean;
}

function TableRows<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, loading, refreshing, skeletons, window, isChanged, totalCount } = props;
  const first = window?.start ?? 0;
  return (
    <table
      className={styles.table}
      aria-rowcount={window === undefined ? undefined : (totalCount ?? rows.length) + 1}
      aria-busy={loading || refreshing || undefined}
      data-refreshing={refreshing || undefined}
    >
      <caption className="visually-hidden">{caption}</caption>
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} style={width === undefined ? undefined : { width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} order={props.order} onOrder={props.onOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {loading &&
          Array.from({ length: skeletons ?? 8 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
            <tr key={index}>
              {columns.map(({ id }) => (
                <td key={id}>
                  <Skeleton height={12} width="62%" />
                </td>
              ))}
            </tr>
          ))}
        {window !== undefined && window.before > 0 && <Spacer columns={columns.length} height={window.before} />}
        {!loading &&
          visible(rows, window).map((row, index) => (
            <TableRow
              key={rowKey(row)}
              row={row}
              columns={columns}
              position={window === undefined ? undefined : first + index + 2}
              changed={isChanged?.(row) ?? false}
            />
          ))}
        {window !== undefined && window.after > 0 && <Spacer columns={columns.length} height={window.after} />}
      </tbody>
    </table>
  );
}

/** Words take two lines before they are cut; numbers stay on one. */
function Cell({ align, children }: { readonly align: "end" | undefined; readonly children: ReactNode }) {
  return typeof children === "string" && align === undefined ? (
    <span dir="auto" className={styles.words}>
      {children}
    </span>
  ) : (
    children
  );
}

// While somebody scrolls, the rows that stay are not drawn again.
const CompactItem = memo(function CompactItem<Row>({ row, compact, changed }: CompactItemProps<Row>) {
  return (
    <li className={styles.compactRow} data-changed={changed || undefined}>
      {compact(row)}
    </li>
  );
}) as <Row>(props: CompactItemProps<Row>) => ReactNode;

const TableRow = memo(function TableRow<Row>({ row, columns, position, changed }: TableRowProps<Row>) {
  return (
    <tr aria-rowindex={position} data-changed={changed || undefined}>
      {columns.map(({ id, cell, align }) => (
        <td key={id} data-align={align}>
          <Cell align={align}>{cell(row)}</Cell>
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: TableRowProps<Row>) => ReactNode;

function Spacer({ columns, height }: { columns: number; height: number }) {
  return (
    <tr aria-hidden className={styles.spacer}>
      <td colSpan={columns} style={{ blockSize: height }} />
    </tr>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly order: string | undefined;
  readonly onOrder: ((order: string) => void) | undefined;
}

function HeaderCell<Row>({ column, order, onOrder }: HeaderCellProps<Row>) {
  const { t } = useTranslation();
  const { sort, header, headerHidden = false, align } = column;
  if (sort === undefined || onOrder === undefined) {
    return (
      <th scope="col" data-align={align}>
        {headerHidden ? <span className="visually-hidden">{header}</span> : header}
      </th>
    );
  }
  const direction = order === sort.ascending ? "ascending" : order === sort.descending ? "descending" : "none";
  const Arrow = { ascending: IconArrowUp, descending: IconArrowDown, none: IconSelector }[direction];
  return (
    <th scope="col" data-align={align} aria-sort={direction}>
      <button
        type="button"
        className={styles.sort}
        title={t("common.sortedBy", { column: header })}
        onClick={() => onOrder(direction === "ascending" ? sort.descending : sort.ascending)}
      >
        {header}
        <Arrow size={14} stroke={1.8} aria-hidden />
      </button>
    </th>
  );
}
