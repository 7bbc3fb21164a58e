import type { ComponentType } from "react";
import type { RouteObject } from "react-router";
import { loadTexts } from "../lib/i18n/texts.ts";

type Loaded = { readonly Component: ComponentType };

/** A page of the record comes with its texts. */
export function withRecordTexts(load: () => Promise<Loaded>): () => Promise<Loaded> {
  return async () => {
    const page = load();
    await loadTexts("record");
    return page;
  };
}

/** The parts of a patient's page: of the record's own area, and of care, each loaded when it is first opened. */
export const patientParts: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import("../features/patients/components/summary-tab.tsx")).SummaryTab }),
  },
  {
    path: "appointments",
    lazy: async () => ({ Component: (await import("../features/patients/components/visits-tab.tsx")).VisitsTab }),
  },
  {
    path: "history",
    lazy: async () => ({ Component: (await import("../features/care/components/history-tab.tsx")).HistoryTab }),
  },
  {
    path: "prescriptions",
    lazy: async () => ({
      Component: (await import("../features/care/components/prescriptions-tab.tsx")).PrescriptionsTab,
    }),
  },
  {
    path: "notes",
    lazy: async () => ({ Component: (await import("../features/care/components/notes-tab.tsx")).NotesTab }),
  },
  {
    path: "documents",
    lazy: async () => ({ Component: (await import("../features/patients/components/documents-tab.tsx")).DocumentsTab }),
  },
  {
    path: "invoices",
    lazy: async () => ({ Component: (await import("../features/patients/components/invoices-tab.tsx")).InvoicesTab }),
  },
  {
    path: "access",
    lazy: async () => ({ Component: (await import("../features/patients/components/access-tab.tsx")).AccessTab }),
  },
  {
    path: "duplicates",
    lazy: async () => ({
      Component: (await import("../features/patients/components/duplicates-tab.tsx")).DuplicatesTab,
    }),
  },
  {
    path: "data",
    lazy: async () => ({ Component: (await import("../features/patients/components/data-tab.tsx")).DataTab }),
  },
];
