import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./filter-bar.module.css";

/** The controls above a list. */
export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <search aria-label={label} className={styles.bar}>
      {children}
    </search>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** Called once the reader has stopped typing. */
  readonly onSearch: (search: string) => void;
}

/** Searches as one types. The page holds the settled search; the field holds what is being typed. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [settled] = useDebouncedValue(typed, 250);
  const reported = useRef(value);

  useEffect(() => {
    if (settled.trim() !== reported.current) {
      reported.current = settled.trim();
      onSearch(settled.trim());
    }
  }, [settled, onSearch]);

  // The search changed by itself: back, forward, or a search from the top bar.
  useEffect(() => {
    if (value !== reported.current) {
      reported.current = value;
      setTyped(value);
    }
  }, [value]);

  return (
    <TextInput
      type="search"
      className={styles.search}
      aria-label={label}
      placeholder={label}
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<IconSearch size={17} stroke={1.8} aria-hidden />}
      rightSection={
        typed === "" ? null : (
          <CloseButton size="sm" aria-label={t("common.clearFilters")} onClick={() => setTyped("")} />
        )
      }
    />
  );
}
