import { useEffect } from "react";

/** After the dialog has gone, and what it gives back itself was given back. */
const afterwardsMilliseconds = 300;

/** Who closes a dialog whose opener is gone meanwhile, such as a row that it took from its list, goes on at the page's heading. */
export function useKeptFocus(opened: boolean): void {
  useEffect(() => {
    if (!opened) {
      return;
    }
    // A test's page may be gone by then.
    const page = document;
    return () => {
      setTimeout(() => {
        if (page.activeElement === page.body) {
          page.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
        }
      }, afterwardsMilliseconds);
    };
  }, [opened]);
}
