import { useElementSize } from "@mantine/hooks";
import styles from "./bar-chart.module.css";

export interface BarGroup {
  readonly label: string;
  /** The label in full, for the table that screen readers read. */
  readonly name: string;
  /** Absent in a chart of one bar a group. */
  readonly soft?: number;
  readonly strong: number;
}

interface BarChartProps {
  readonly caption: string;
  readonly groupHeading: string;
  /** Absent in a chart of one bar a group. */
  readonly softLabel?: string;
  readonly strongLabel: string;
  readonly groups: readonly BarGroup[];
  readonly formatNumber: (value: number) => string;
  /** Of the scale beside it, where there is no room for a number in full. */
  readonly formatScale?: (value: number) => string;
}

const leastHeight = 212;
const axis = 24;
const top = 8;

/** One or two bars a group, drawn for eyes; everyone else has the same numbers as a table. */
export function BarChart(props: BarChartProps) {
  const { caption, groupHeading, softLabel, strongLabel, groups, formatNumber, formatScale = formatNumber } = props;
  const paired = softLabel !== undefined;
  const { ref, width, height: measured } = useElementSize();
  const height = Math.max(leastHeight, Math.floor(measured));
  const plot = height - axis - top;
  const step = niceStep(Math.max(1, ...groups.map(({ soft, strong }) => Math.max(soft ?? 0, strong))));
  const highest = step * 3;
  // Beside the longest number of the scale, in languages that write "thousand" out, too.
  const start = Math.max(34, 7 * Math.max(...[1, 2, 3].map((line) => formatScale(line * step).length)));
  const slot = Math.max(0, width - start) / Math.max(1, groups.length);
  const bar = Math.min(22, Math.max(6, slot * 0.26));
  const y = (value: number) => top + plot - (value / highest) * plot;

  return (
    <div ref={ref} className={styles.chart}>
      <svg aria-hidden className="mirror" width={width} height={height}>
        {[0, 1, 2, 3].map((line) => (
          <line key={line} x1={start} x2={width} y1={y(line * step)} y2={y(line * step)} className={styles.grid} />
        ))}
        {groups.map(({ name, soft, strong }, index) => {
          const middle = start + slot * (index + 0.5);
          const from = paired ? middle + 1 : middle - bar / 2;
          return (
            <g key={name}>
              {paired && <path className={styles.soft} d={column(middle - bar - 1, y(soft ?? 0), bar, y(0))} />}
              <path className={styles.strong} d={column(from, y(strong), bar, y(0))} />
            </g>
          );
        })}
      </svg>
      <div aria-hidden className={styles.scale}>
        {[3, 2, 1, 0].map((line) => (
          <span key={line} style={{ insetBlockStart: y(line * step) }}>
            {formatScale(line * step)}
          </span>
        ))}
      </div>
      <div aria-hidden className={styles.labels} style={{ paddingInlineStart: start }}>
        {groups.map(({ label, name }) => (
          <span key={name}>{label}</span>
        ))}
      </div>
      <table className="visually-hidden">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{groupHeading}</th>
            {paired && <th scope="col">{softLabel}</th>}
            <th scope="col">{strongLabel}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, soft, strong }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {paired && <td>{formatNumber(soft ?? 0)}</td>}
              <td>{formatNumber(strong)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the two colours of a bar chart mean. */
export function BarLegend({ softLabel, strongLabel }: { softLabel: string; strongLabel: string }) {
  return (
    <div aria-hidden className={styles.legend}>
      <span data-bar="soft">{softLabel}</span>
      <span data-bar="strong">{strongLabel}</span>
    </div>
  );
}

function niceStep(highest: number): number {
  const raw = highest / 3;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((candidate) => candidate * power >= raw) ?? 10;
  return Math.max(1, Math.ceil(factor * power));
}

function column(x: number, from: number, width: number, base: number): string {
  if (base - from < 0.5) {
    return "";
  }
  const radius = Math.min(4, base - from);
  return `M${x},${base}V${from + radius}q0,${-radius} ${radius},${-radius}h${width - 2 * radius}q${radius},0 ${radius},${radius}V${base}z`;
}
