import { useEffect } from "react";

/** After the dialog has gone, and what it gives back itself was given back. */
const afterwardsMilliseconds = 300;

/** Who closes a dialog whose opener is gone meanwhile, such as a row that it took from its list, goes on at the page's heading. */
export function useKeptFocus(opened: boolean): void {
  useEffect(() => {
    if (!opened) {
      return;
    }
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body) {
          document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
        }
      }, afterwardsMilliseconds);
    };
  }, [opened]);
}
