import { Button, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { TakenTimesDocument, type TakenTimesQuery } from "../../../graphql/graphql.ts";
import { limits } from "../../../graphql/limits.ts";
import { addDays, type CalendarDate } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { startOfDay, wallTime } from "../../../lib/format/zoned-time.ts";
import type { Form } from "../../../lib/forms/use-form.ts";
import { usePages } from "../../../lib/graphql/use-pages.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import type { BookingValues } from "../booking.schema.ts";
import { wallInstant } from "../wall-instant.ts";
import styles from "./overbooking-fields.module.css";

const selectVisits = (data: TakenTimesQuery) => data.appointments;

interface OverbookingFieldsProps {
  readonly form: Form<BookingValues>;
  readonly providerId: string;
  /** Null as long as none is chosen. */
  readonly day: CalendarDate | null;
  readonly onDay: (day: CalendarDate) => void;
}

/** A time of a provider that may be taken, and why they are to see two patients then. */
export function OverbookingFields({ form, providerId, day, onDay }: OverbookingFieldsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { timeZone } = format;
  const { slot } = form.values;

  function choose(at: string): void {
    const startsAt = day === null || at === "" ? null : wallInstant(day, at, timeZone).toISOString();
    if (day !== null) {
      // A month's first free day moves on when others book; what was typed is about the day that was shown.
      onDay(day);
    }
    form.set("at", at);
    form.set("slot", startsAt === null ? null : { startsAt, endsAt: startsAt, providerId });
  }

  return (
    <fieldset className={styles.fields}>
      <legend className={styles.legend}>
        {day === null ? t("booking.time") : format.date(day, { weekday: "long", day: "numeric", month: "long" })}
      </legend>
      <p className={styles.notice}>
        <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
        {slot === null
          ? t("booking.overbooking.notice")
          : t("booking.overbooking.noticeAt", {
              day: format.day(slot.startsAt, { weekday: "long", day: "numeric", month: "long" }),
              time: format.time(slot.startsAt),
            })}
      </p>
      {day === null ? (
        <p className={styles.hint}>{t("booking.overbooking.dayFirst")}</p>
      ) : (
        <>
          <TakenTimes providerId={providerId} day={day} onChoose={(startsAt) => choose(wallTime(startsAt, timeZone))} />
          <TextInput
            type="time"
            label={t("booking.overbooking.at")}
            required
            value={form.values.at}
            error={form.problem("slot")}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          />
        </>
      )}
      <Textarea
        label={t("booking.overbooking.why")}
        placeholder={t("booking.overbooking.whyPlaceholder")}
        required
        rows={2}
        maxLength={limits.OverbookAppointmentInput.overrideReason.max}
        {...form.text("overrideReason")}
      />
    </fieldset>
  );
}

interface TakenTimesProps {
  readonly providerId: string;
  readonly day: CalendarDate;
  readonly onChoose: (startsAt: string) => void;
}

/** When the provider has visits on the day: one of these times is overbooked, mostly. */
function TakenTimes({ providerId, day, onChoose }: TakenTimesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useId();
  const start = (of: CalendarDate) => startOfDay(of, format.timeZone).toISOString();
  const pages = usePages(
    TakenTimesDocument,
    {
      filter: {
        ...{ providerId, from: start(day), to: start(addDays(day, 1)) },
        status: ["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS"],
      },
    },
    selectVisits,
  );
  useLiveRefresh(pages.refresh);
  const taken = pages.current ? pages.rows : [];
  if (taken.length === 0) {
    return pages.failed ? <ErrorState quiet onRetry={pages.retry} /> : null;
  }
  return (
    <div>
      <p id={label} className={styles.label}>
        {t("booking.overbooking.taken")}
      </p>
      <ul aria-labelledby={label} className={styles.taken}>
        {taken.map(({ id, startsAt, endsAt }) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose(startsAt)}>
              {format.time(startsAt)} – {format.time(endsAt)}
            </button>
          </li>
        ))}
      </ul>
      {(pages.hasMore || pages.failed) && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={pages.loadingMore}
          onClick={pages.failed ? pages.retry : pages.loadMore}
        >
          {t("common.more")}
        </Button>
      )}
    </div>
  );
}
