import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const typingMilliseconds = 250;

/** What is being typed, once it pauses; null for nothing. */
export function useTypedSearch() {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), typingMilliseconds);
  return { search: search === "" ? null : search, setTyped };
}

type Passed =
  | "label"
  | "aria-label"
  | "placeholder"
  | "nothingFoundMessage"
  | "className"
  | "required"
  | "clearable"
  | "error";

interface SearchSelectProps extends Pick<SelectProps, Passed> {
  readonly value: string | null;
  /** What is chosen, where it is known before it is found. */
  readonly known?: Choice | null;
  /** What the server finds for what is typed, see {@link useTypedSearch}. */
  readonly found: readonly Choice[];
  readonly onType: (text: string) => void;
  readonly onChange: (choice: Choice | null) => void;
  /** The first field of a dialog. */
  readonly focused?: boolean;
}

/** One of more than can be listed, found by typing. What was chosen stays a choice, whatever is being typed. */
export function SearchSelect(props: SearchSelectProps) {
  const { value, known = null, found, onType, onChange, focused = false, ...select } = props;
  const [last, setLast] = useState<Choice | null>(null);
  const chosen = [known, last, ...found].find((one) => one !== null && one.value === value);
  const options = !chosen || found.some((one) => one.value === chosen.value) ? found : [chosen, ...found];
  return (
    <Select
      {...(focused ? { "data-autofocus": true } : {})}
      {...select}
      searchable
      allowDeselect={select.clearable ?? false}
      value={value}
      onChange={(next) => {
        const choice = options.find((one) => one.value === next) ?? null;
        setLast(choice);
        onChange(choice);
      }}
      onSearchChange={(text) => onType(options.some(({ label }) => label === text) ? "" : text)}
      // The server has searched already, by rules of its own.
      filter={({ options: all }) => all}
      data={options}
    />
  );
}
