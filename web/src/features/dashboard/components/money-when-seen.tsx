import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { loadTexts } from "../../../lib/i18n/texts.ts";
import styles from "./dashboard.module.css";

const DashboardMoney = lazy(async () => {
  const part = import("./dashboard-money.tsx");
  await loadTexts("bookkeeping");
  return { default: (await part).DashboardMoney };
});

/** What the desk reads of money, below what is seen first: its code and its numbers come when it is scrolled to. */
export function MoneyWhenSeen() {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (place.current === null || seen) {
      return;
    }
    const watch = new IntersectionObserver((entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [seen]);
  return (
    <div ref={place} className={styles.money}>
      {seen && (
        <Suspense>
          <DashboardMoney />
        </Suspense>
      )}
    </div>
  );
}
