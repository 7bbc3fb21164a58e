import type { ReactElement } from "react";
import { Outlet, Route, Routes } from "react-router";
import type { OpenPatient } from "../lib/open-patient.ts";
import { renderPage } from "./render-page.tsx";

export const openPatient: OpenPatient = {
  ...{ id: "p1", fullName: "Amira Nasser", mrn: "104233", archived: false, own: false },
  refresh: () => undefined,
};

/** A part of a patient's page, with the patient around it as the page gives them. */
export function renderPart(
  part: ReactElement,
  { patient = openPatient, ...options }: Parameters<typeof renderPage>[1] & { readonly patient?: OpenPatient } = {},
) {
  return renderPage(
    <Routes>
      <Route element={<Outlet context={patient} />}>
        <Route path="*" element={part} />
      </Route>
    </Routes>,
    options,
  );
}
