import { Outlet } from "react-router";
import { audienceOf, isDesk, organizationWide, useViewer, type ViewerFacts } from "../lib/viewer.ts";
import { NotFoundPage } from "./errors/not-found-page.tsx";

const audiences = {
  patient: ({ roles }: ViewerFacts) => audienceOf(roles) === "patient",
  staff: ({ roles }: ViewerFacts) => audienceOf(roles) === "staff",
  clinic: ({ roles }: ViewerFacts) => organizationWide(roles),
  desk: ({ roles }: ViewerFacts) => isDesk(roles),
  provider: ({ providerId }: ViewerFacts) => providerId !== null,
};

/** Pages for one audience. For everyone else they do not exist; the server refuses the data in any case. */
export function AudienceRoute({ audience }: { audience: keyof typeof audiences }) {
  return audiences[audience](useViewer()) ? <Outlet /> : <NotFoundPage />;
}
