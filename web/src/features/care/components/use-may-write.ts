import { mayWithRecords } from "../../../lib/record-rights.ts";
import { useViewer } from "../../../lib/viewer.ts";

/** Whether the reader writes down what patients have and take. */
export function useMayWrite(): boolean {
  return mayWithRecords(useViewer(), "changeHistory");
}
