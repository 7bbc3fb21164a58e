import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const brand: MantineColorsTuple = [
  "#effbfa",
  "#d6f3f1",
  "#aee6e3",
  "#7fd4d1",
  "#4fbcbb",
  "#27a0a2",
  "#128489",
  "#0b6e75",
  "#0a5a61",
  "#08474d",
];

// Mantine reads its dark surfaces, borders and second texts from this scale: index 0 is text, 7 is the page.
const dark: MantineColorsTuple = [
  "#e8f0f2",
  "#a9bcc3",
  "#8ea4ac",
  "#57717b",
  "#2b4149",
  "#1c2e34",
  "#132024",
  "#0c1518",
  "#0a1114",
  "#070d0f",
];

export const theme = createTheme({
  colors: { brand, dark },
  primaryColor: "brand",
  // autoContrast would pick a shade with too little contrast in dark.
  primaryShade: 7,
  autoContrast: false,
  fontFamily: "'Inter Variable', 'Noto Sans Arabic Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: { fontWeight: "600" },
  defaultRadius: "8px",
  respectReducedMotion: true,
  focusRing: "auto",
  cursorType: "pointer",
});

/** Our tokens (tokens.css) where Mantine reads its own variables. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--cc-page)",
    "--mantine-color-text": "var(--cc-ink)",
    "--mantine-color-dimmed": "var(--cc-ink-2)",
    "--mantine-color-placeholder": "var(--cc-ink-3)",
    "--mantine-color-anchor": "var(--cc-link)",
    "--mantine-color-error": "var(--cc-danger)",
    "--mantine-color-default-border": "var(--cc-field-line)",
    "--mantine-color-default": "var(--cc-surface)",
    "--mantine-color-default-color": "var(--cc-ink)",
    "--mantine-color-default-hover": "var(--cc-surface-2)",
  };
  return { variables: {}, light: shared, dark: shared };
};
