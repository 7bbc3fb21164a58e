import { useOutletContext } from "react-router";

/** The patient whose page is open, as every part of it needs to know them. */
export interface OpenPatient {
  readonly id: string;
  readonly fullName: string;
  readonly mrn: string;
  readonly archived: boolean;
  /** Whether it is the reader's own record. */
  readonly own: boolean;
  /** Reads the head of the page again: something that it shows was changed. */
  readonly refresh: () => void;
}

/** The patient around a part of their page, for parts that the router puts there. */
export function useOpenPatient(): OpenPatient {
  return useOutletContext<OpenPatient>();
}
