import { Button } from "@mantine/core";
import {
  IconCalendarClock,
  IconCalendarOff,
  IconDoorExit,
  IconExternalLink,
  IconLinkOff,
  IconUserQuestion,
  IconWindow,
} from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import { useClient } from "urql";
import { VisitEntryDocument, type VisitEntryQuery } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useViewer } from "../../../lib/viewer.ts";
import { visitLink, visitPath } from "../../../lib/visit-link.ts";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import type { RoomState } from "../room-session.ts";
import { useDevices } from "../use-devices.ts";
import { useVisitRoom } from "../use-visit-room.ts";
import { CallView } from "./call-view.tsx";
import { DeviceCheck } from "./device-check.tsx";
import { WaitingView } from "./waiting-view.tsx";

type Visit = NonNullable<VisitEntryQuery["appointment"]>;

const longestTimer = 2_147_483_647;

/** The room of a video visit: before it opens, at its door, in its waiting room and inside. */
export function VisitPage() {
  const { t } = useTranslation("visitRoom");
  const format = useFormat();
  const { appointmentId = "" } = useParams();
  const { data, current, error, fetching, retry } = useAnswer({
    query: VisitEntryDocument,
    variables: { id: appointmentId },
    requestPolicy: "network-only",
  });
  useLiveRefresh(retry);
  const visit = current ? data?.appointment : undefined;
  const { providerId } = useViewer();
  const other = visit && (providerId === visit.provider?.id ? visit.patient : visit.provider);

  return (
    <>
      <PageHeader
        title={t("title")}
        subtitle={
          visit &&
          t("with", {
            name: other?.fullName ?? t("hidden"),
            day: format.day(visit.startsAt, { weekday: "long", day: "numeric", month: "long" }),
            time: format.time(visit.startsAt),
            zone: format.zone,
          })
        }
      />
      {visit ? (
        <Door visit={visit} name={other?.fullName ?? t("hidden")} onChange={retry} />
      ) : (
        <Sheet>{error && !fetching ? <ErrorState onRetry={retry} /> : !fetching && <Message kind="notYours" />}</Sheet>
      )}
    </>
  );
}

interface DoorProps {
  readonly visit: Visit;
  /** Of whoever is met. */
  readonly name: string;
  /** The visit may stand otherwise by now. */
  readonly onChange: () => void;
}

/** Whether one may come in, and by which link: the address's own, or the one that the visit has now. */
function Door({ visit, name, onChange }: DoorProps) {
  const { t } = useTranslation("visitRoom");
  const format = useFormat();
  const { hash } = useLocation();
  const { joinUrl, joinableFrom } = visit.consultation ?? { joinUrl: null, joinableFrom: null };
  const opensIn = joinableFrom === null ? null : Date.parse(joinableFrom) - Date.now();
  const closed = opensIn !== null && opensIn > 0;
  // One link for as long as the page is open: with another one it would be left and entered again.
  const [offered, setOffered] = useState<string | null>(null);
  useEffect(() => setOffered((known) => known ?? joinUrl), [joinUrl]);

  useEffect(() => {
    if (opensIn !== null && opensIn > 0) {
      const timer = setTimeout(onChange, Math.min(opensIn + 500, longestTimer));
      return () => clearTimeout(timer);
    }
  }, [opensIn, onChange]);

  const link = visitLink(hash) ?? (offered === null ? null : visitLink(offered));
  if (visit.consultation === null) {
    return (
      <Sheet>
        <Message kind="notYours" />
      </Sheet>
    );
  }
  if (closed) {
    return (
      <Sheet>
        <EmptyState
          icon={IconCalendarClock}
          title={t("states.notOpen.title", { time: format.time(joinableFrom ?? visit.startsAt) })}
          text={t("states.notOpen.text", { day: format.day(visit.startsAt, { dateStyle: "full" }) })}
        />
      </Sheet>
    );
  }
  if (offered !== null && visitPath(offered) === null) {
    return (
      <Sheet>
        <EmptyState
          icon={IconExternalLink}
          title={t("states.elsewhere.title")}
          text={t("states.elsewhere.text", { place: new URL(offered).host })}
          action={
            <Button component="a" href={offered} rel="noreferrer">
              {t("go")}
            </Button>
          }
        />
      </Sheet>
    );
  }
  if (link === null) {
    return (
      <Sheet>
        <Message kind={joinableFrom === null ? "over" : "notYours"} />
      </Sheet>
    );
  }
  return <Room key={link} visit={visit} name={name} link={link} />;
}

function Room({ visit, name, link }: { visit: Visit; name: string; link: string }) {
  const client = useClient();
  const navigate = useNavigate();
  const { providerId } = useViewer();
  const isProvider = providerId !== null && providerId === visit.provider?.id;

  const newLink = useCallback(async () => {
    const { data } = await client.query(VisitEntryDocument, { id: visit.id }, { requestPolicy: "network-only" });
    const joinUrl = data?.appointment?.consultation?.joinUrl;
    return joinUrl ? visitLink(joinUrl) : null;
  }, [client, visit.id]);
  const { state, enter, goBack, admit, leave } = useVisitRoom({ link, newLink });
  const devices = useDevices(state === null || state.kind === "joining" || state.kind === "inside");

  /** By another link, in the address: so a reload of the page comes in by it, too. */
  async function comeByNewLink(): Promise<void> {
    const fresh = await newLink();
    await navigate({ hash: fresh ?? "" }, { replace: true });
  }

  if (state === null || state.kind === "joining") {
    return (
      <DeviceCheck
        devices={devices}
        name={name}
        isProvider={isProvider}
        entering={state !== null}
        onEnter={() => enter(devices.stream)}
      />
    );
  }
  if (state.kind === "inside") {
    return state.room.admitted ? (
      <CallView state={state} devices={devices} name={name} onLeave={leave} />
    ) : (
      <WaitingView
        state={state}
        devices={devices}
        name={name}
        isProvider={isProvider}
        onAdmit={admit}
        onLeave={leave}
      />
    );
  }
  return (
    <Sheet>
      <Ended state={state} onNewLink={() => void comeByNewLink()} onBack={goBack} />
    </Sheet>
  );
}

const aboutLinks = ["ROOM_LINK_EXPIRED", "ROOM_LINK_INVALID"] as const;

interface EndedProps {
  readonly state: Exclude<RoomState, { readonly kind: "joining" | "inside" }>;
  readonly onNewLink: () => void;
  readonly onBack: () => void;
}

function Ended({ state, onNewLink, onBack }: EndedProps) {
  const { t } = useTranslation("visitRoom");
  if (state.kind === "over") {
    return <Message kind="over" />;
  }
  if (state.kind === "left") {
    return (
      <EmptyState
        icon={IconDoorExit}
        title={t("states.left.title")}
        text={t("states.left.text")}
        action={<Button onClick={onBack}>{t("comeBack")}</Button>}
      />
    );
  }
  if (state.code === "SEAT_TAKEN") {
    return (
      <EmptyState
        icon={IconWindow}
        title={t("states.SEAT_TAKEN.title")}
        text={t("states.SEAT_TAKEN.text")}
        action={<Button onClick={onBack}>{t("useThisWindow")}</Button>}
      />
    );
  }
  const code = aboutLinks.find((known) => known === state.code) ?? "refused";
  return (
    <EmptyState
      icon={IconLinkOff}
      title={t(`states.${code}.title`)}
      text={t(`states.${code}.text`)}
      action={<Button onClick={onNewLink}>{t("newLink")}</Button>}
    />
  );
}

function Message({ kind }: { kind: "notYours" | "over" }) {
  const { t } = useTranslation("visitRoom");
  return (
    <EmptyState
      icon={kind === "over" ? IconCalendarOff : IconUserQuestion}
      title={t(`states.${kind}.title`)}
      text={t(`states.${kind}.text`)}
      action={
        <Button component={Link} to="/appointments" variant="default">
          {t("appointments")}
        </Button>
      }
    />
  );
}
