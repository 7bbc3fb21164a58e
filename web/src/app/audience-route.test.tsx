import { screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import type { Role } from "../graphql/graphql.ts";
import { renderPage, staffViewer } from "../testing/render-page.tsx";
import { AudienceRoute } from "./audience-route.tsx";

type Audience = Parameters<typeof AudienceRoute>[0]["audience"];

async function isShown(audience: Audience, role: Role): Promise<boolean> {
  const viewer = { ...staffViewer, roles: [role], providerId: role === "PROVIDER" ? "d1" : null };
  const { unmount } = renderPage(
    <Routes>
      <Route element={<AudienceRoute audience={audience} />}>
        <Route path="*" element={<h1>The page</h1>} />
      </Route>
    </Routes>,
    { viewer },
  );
  const title = (await screen.findByRole("heading", { level: 1 })).textContent;
  unmount();
  return title === "The page";
}

const roles: readonly Role[] = ["ADMIN", "STAFF", "NURSE", "PROVIDER", "PATIENT"];

test.each<{ audience: Audience; sees: readonly Role[] }>([
  { audience: "staff", sees: ["ADMIN", "STAFF", "NURSE", "PROVIDER"] },
  { audience: "clinic", sees: ["ADMIN", "STAFF", "NURSE"] },
  { audience: "desk", sees: ["ADMIN", "STAFF"] },
  { audience: "provider", sees: ["PROVIDER"] },
  { audience: "patient", sees: ["PATIENT"] },
])("pages for $audience are there for $sees, and for nobody else", async ({ audience, sees }) => {
  const shown: Role[] = [];
  for (const role of roles) {
    if (await isShown(audience, role)) shown.push(role);
  }
  expect(shown).toEqual(sees);
});
