import styles from "./pitch-picture.module.css";

const bars = [52, 78, 64, 92, 40];
const rows = [0, 1, 2];

/** A dashboard in outline, beside the sign-in form. Decoration only. */
export function PitchPicture() {
  return (
    <svg aria-hidden viewBox="0 0 420 300" className={`${styles.picture} mirror`}>
      <rect x="0" y="0" width="420" height="300" rx="16" className={styles.sheet} />
      {[0, 1, 2].map((index) => (
        <g key={index} transform={`translate(${20 + index * 130} 20)`}>
          <rect width="120" height="66" rx="10" className={styles.card} />
          <rect x="12" y="12" width="16" height="16" rx="5" className={styles.accent} />
          <rect x="36" y="16" width="56" height="8" rx="4" className={styles.faint} />
          <rect x="12" y="40" width="44" height="14" rx="5" className={styles.bright} />
        </g>
      ))}
      <rect x="20" y="100" width="185" height="180" rx="10" className={styles.card} />
      {bars.map((height, index) => (
        <g key={height} transform={`translate(${38 + index * 32} 262)`}>
          <rect x="0" y={-height - 14} width="11" height={height + 14} rx="3" className={styles.faint} />
          <rect x="13" y={-height} width="11" height={height} rx="3" className={styles.accent} />
        </g>
      ))}
      <rect x="215" y="100" width="185" height="180" rx="10" className={styles.card} />
      {rows.map((row) => (
        <g key={row} transform={`translate(231 ${120 + row * 52})`}>
          <circle cx="14" cy="14" r="14" className={styles.faint} />
          <rect x="38" y="3" width="62" height="8" rx="4" className={styles.bright} />
          <rect x="38" y="17" width="44" height="7" rx="3.5" className={styles.faint} />
          <rect x="112" y="4" width="42" height="18" rx="5" className={styles.accent} opacity={1 - row * 0.25} />
        </g>
      ))}
    </svg>
  );
}
