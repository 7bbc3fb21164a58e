import styles from "./sparkline.module.css";

const width = 76;
const height = 28;
const inset = 2;

/** The course of some values as a small line. `label` says them in words; less than two values draw nothing. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  if (values.length < 2) {
    return null;
  }
  const lowest = Math.min(...values);
  const range = Math.max(...values) - lowest || 1;
  const points = values.map((value, index) => {
    const x = inset + (index * (width - 2 * inset)) / (values.length - 1);
    const y = height - inset - ((value - lowest) * (height - 2 * inset)) / range;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className={`${styles.line} mirror`}>
      <polyline points={points.join(" ")} />
    </svg>
  );
}
