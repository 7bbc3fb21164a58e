import { createBrowserRouter, Outlet, type RouteObject } from "react-router";
import { DashboardPage } from "../features/dashboard/components/dashboard-page.tsx";
import { loadTexts, withPageTexts } from "../lib/i18n/texts.ts";
import { AudienceRoute } from "./audience-route.tsx";
import { NotFoundPage } from "./errors/not-found-page.tsx";
import { RouteError } from "./errors/route-error.tsx";
import { patientParts, withRecordTexts } from "./patient-routes.ts";
import { SessionProvider } from "./session-provider.tsx";
import { GatedShell } from "./shell/gated-shell.tsx";
import { StartScreen } from "./shell/start-screen.tsx";

// Each area is a chunk of its own, loaded when it is first opened. The dashboard, where everybody arrives, comes with the app:
// most of it is what other pages show, too.
const routes: RouteObject[] = [
  {
    element: (
      <SessionProvider>
        <Outlet />
      </SessionProvider>
    ),
    errorElement: <RouteError />,
    hydrateFallbackElement: <StartScreen />,
    children: [
      {
        path: "sign-in",
        lazy: async () => ({
          Component: (await import("../features/session/components/sign-in-page.tsx")).SignInPage,
        }),
      },
      {
        element: <GatedShell />,
        children: [
          {
            errorElement: <RouteError />,
            children: [
              {
                index: true,
                Component: DashboardPage,
              },
              {
                path: "appointments",
                lazy: async () => ({
                  Component: (await import("../features/appointments/components/appointment-list-page.tsx"))
                    .AppointmentListPage,
                }),
              },
              {
                path: "visit/:appointmentId",
                lazy: async () => {
                  const page = import("../features/visit-room/components/visit-page.tsx");
                  await loadTexts("visitRoom");
                  return { Component: (await page).VisitPage };
                },
              },
              {
                path: "sessions",
                lazy: async () => ({
                  Component: (await import("../features/session/components/sessions-page.tsx")).SessionsPage,
                }),
              },
              {
                path: "billing",
                lazy: async () => {
                  const page = import("../features/billing/components/invoice-list-page.tsx");
                  await loadTexts("bookkeeping");
                  return { Component: (await page).InvoiceListPage };
                },
              },
              {
                path: "billing/:invoiceId",
                lazy: async () => {
                  const page = import("../features/billing/components/invoice-page.tsx");
                  await loadTexts("bookkeeping");
                  return { Component: (await page).InvoicePage };
                },
              },
              {
                element: <AudienceRoute audience="desk" />,
                children: [
                  {
                    path: "providers/applications",
                    lazy: async () => {
                      const page = import("../features/providers/components/application-list-page.tsx");
                      await loadTexts("directory");
                      return { Component: (await page).ApplicationListPage };
                    },
                  },
                  {
                    path: "providers/applications/:applicationId",
                    lazy: async () => {
                      const page = import("../features/providers/components/application-page.tsx");
                      await loadTexts("directory");
                      return { Component: (await page).ApplicationPage };
                    },
                  },
                  {
                    path: "providers/ratings",
                    lazy: async () => {
                      const page = import("../features/providers/components/rating-queue-page.tsx");
                      await loadTexts("directory");
                      return { Component: (await page).RatingQueuePage };
                    },
                  },
                  {
                    path: "billing/payments",
                    lazy: async () => {
                      const page = import("../features/billing/components/payment-list-page.tsx");
                      await loadTexts("bookkeeping");
                      return { Component: (await page).PaymentListPage };
                    },
                  },
                  {
                    path: "billing/prepayments",
                    lazy: async () => {
                      const page = import("../features/billing/components/prepayment-list-page.tsx");
                      await loadTexts("bookkeeping");
                      return { Component: (await page).PrepaymentListPage };
                    },
                  },
                  {
                    path: "billing/prices",
                    lazy: async () => {
                      const page = import("../features/billing/components/price-list-page.tsx");
                      await loadTexts("bookkeeping");
                      return { Component: (await page).PriceListPage };
                    },
                  },
                  {
                    path: "billing/terms",
                    lazy: async () => {
                      const page = import("../features/billing/components/terms-list-page.tsx");
                      await loadTexts("bookkeeping");
                      return { Component: (await page).TermsListPage };
                    },
                  },
                  {
                    path: "billing/reconciliation",
                    lazy: async () => {
                      const page = import("../features/billing/components/reconciliation-page.tsx");
                      await loadTexts("bookkeeping");
                      return { Component: (await page).ReconciliationPage };
                    },
                  },
                ],
              },
              {
                element: <AudienceRoute audience="patient" />,
                children: [
                  {
                    path: "record",
                    lazy: withRecordTexts(async () => ({
                      Component: (await import("../features/patients/components/own-record-page.tsx")).OwnRecordPage,
                    })),
                    children: patientParts,
                  },
                ],
              },
              {
                element: <AudienceRoute audience="clinic" />,
                children: [
                  {
                    path: "waitlist",
                    lazy: async () => {
                      const page = import("../features/waitlist/components/waitlist-page.tsx");
                      await loadTexts("calendar");
                      return { Component: (await page).WaitlistPage };
                    },
                  },
                ],
              },
              {
                element: <AudienceRoute audience="provider" />,
                children: [
                  {
                    path: "my-day",
                    lazy: withRecordTexts(async () => ({
                      Component: (await import("../features/care/components/my-day-page.tsx")).MyDayPage,
                    })),
                  },
                ],
              },
              {
                element: <AudienceRoute audience="staff" />,
                children: [
                  {
                    path: "calendar",
                    lazy: async () => {
                      const page = import("../features/calendar/components/calendar-page.tsx");
                      await loadTexts("calendar");
                      return { Component: (await page).CalendarPage };
                    },
                  },
                  {
                    path: "patients",
                    lazy: async () => ({
                      Component: (await import("../features/patients/components/patient-list-page.tsx"))
                        .PatientListPage,
                    }),
                  },
                  {
                    path: "patients/:patientId",
                    lazy: withRecordTexts(async () => ({
                      Component: (await import("../features/patients/components/patient-record-page.tsx"))
                        .PatientRecordPage,
                    })),
                    children: patientParts,
                  },
                  {
                    path: "consultations/:appointmentId",
                    lazy: withRecordTexts(async () => ({
                      Component: (await import("../features/care/components/consultation-page.tsx")).ConsultationPage,
                    })),
                  },
                  {
                    path: "board",
                    lazy: async () => {
                      const page = import("../features/day-board/components/day-board-page.tsx");
                      await loadTexts("board");
                      return { Component: (await page).DayBoardPage };
                    },
                  },
                  {
                    path: "providers",
                    lazy: async () => {
                      const page = import("../features/providers/components/provider-list-page.tsx");
                      await loadTexts("directory");
                      return { Component: (await page).ProviderListPage };
                    },
                  },
                  {
                    path: "providers/:providerId",
                    lazy: async () => {
                      const page = import("../features/providers/components/provider-profile-page.tsx");
                      await loadTexts("directory");
                      return { Component: (await page).ProviderProfilePage };
                    },
                  },
                  {
                    path: "providers/:providerId/availability",
                    lazy: async () => {
                      const page = import("../features/providers/components/availability-page.tsx");
                      await loadTexts("directory");
                      return { Component: (await page).AvailabilityPage };
                    },
                  },
                ],
              },
              { path: "*", element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
];

/** Every page but the dashboard comes with the texts of pages. */
function withTexts(route: RouteObject): RouteObject {
  const { lazy, children } = route;
  return {
    ...route,
    ...(children === undefined ? {} : { children: children.map(withTexts) }),
    ...(typeof lazy === "function" && route.index !== true ? { lazy: () => withPageTexts(lazy()) } : {}),
  } as RouteObject;
}

export const router = createBrowserRouter(routes.map(withTexts));
