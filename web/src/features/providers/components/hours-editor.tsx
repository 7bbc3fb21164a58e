import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import { ActionIcon, Button, MultiSelect, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCopy, IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useId, useState } from "react";
import { useClient } from "urql";
import * as z from "zod/mini";
import {
  AvailabilityImpactDocument,
  type ProviderHoursFragment,
  SetAvailabilityDocument,
  type VisitType,
  type Weekday,
} from "../../../graphql/graphql.ts";
import { formatClockTime } from "../../../lib/format/clock-time.ts";
import { numberFormat } from "../../../lib/format/formatters.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { dayInZone } from "../../../lib/format/zoned-time.ts";
import { day } from "../../../lib/forms/days.ts";
import { useForm } from "../../../lib/forms/use-form.ts";
import { sendCommand } from "../../../lib/graphql/command.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLazyDialog } from "../../../ui/dialog/use-lazy-dialog.tsx";
import { DayField } from "../../../ui/form/day-field.tsx";
import { LeaveButtons } from "../../../ui/form/leave-buttons.tsx";
import { RestoredNotice } from "../../../ui/form/restored-notice.tsx";
import { useLeaveGuard } from "../../../ui/form/use-leave-guard.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { useExplain } from "../explain.ts";
import {
  asEnd,
  asField,
  copied,
  editable,
  type Hours,
  type HoursProblem,
  inputOf,
  isFull,
  minutesOf,
  ofDay,
  problemsOf,
  sameWeek,
  visitTypes,
  weekdays,
  weeksOf,
  withMore,
} from "../week-hours.ts";
import styles from "./hours-editor.module.css";
import type { ImpactRequest } from "./impact-dialog.tsx";
import { WeekList } from "./week-list.tsx";

const schema = z.object({
  // What is wrong with them is said at each of them.
  hours: z
    .custom<readonly Hours[]>()
    .check(z.refine((hours) => problemsOf(hours).size === 0, { error: "forms.invalid" })),
  effectiveFrom: day(),
});

const loadDialog = async () => (await import("./impact-dialog.tsx")).ImpactDialog;

interface HoursEditorProps {
  readonly provider: ProviderHoursFragment;
  readonly onSaved: () => void;
}

/** The hours of every week. Before they are saved it is said which visits lie outside of them. */
export function HoursEditor({ provider, onSaved }: HoursEditorProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const explain = useExplain();
  const today = dayInZone(new Date(), provider.timeZone);
  const [base, setBase] = useState(() => baseOf(provider));
  const [tried, setTried] = useState(false);
  const [checking, setChecking] = useState(false);
  const [checkFailed, setCheckFailed] = useState(false);
  const { show: ask, dialog } = useLazyDialog<ImpactRequest>(loadDialog);
  const form = useForm({
    schema,
    initial: { hours: base.hours, effectiveFrom: today },
    draft: `hours:${provider.id}:${base.version}`,
    isWritten: (values) => !sameWeek(values.hours, base.hours),
    action: t("availability.save"),
    send: (input, idempotencyKey) =>
      sendCommand(
        client,
        SetAvailabilityDocument,
        { ...hoursInput(input), expectedVersion: base.version, idempotencyKey },
        (data) => data.setAvailability,
      ),
    explain,
    placeOf: ({ field }) => placeOf(field ?? []),
    onAnswer: onSaved,
    onDone({ provider: now }, { effectiveFrom: from }) {
      const message =
        from === today ? t("availability.saved") : t("availability.savedFrom", { day: format.date(from) });
      notifications.show({ color: "green", message });
      if (now !== null) {
        show(baseOf(now));
      }
    },
  });
  const { hours, effectiveFrom } = form.values;
  const changed = form.written;
  const guard = useLeaveGuard(changed);

  function show(week: Base): void {
    setBase(week);
    setTried(false);
    form.discard();
    form.set("hours", week.hours);
    form.set("effectiveFrom", week.from ?? today);
  }

  const takeOver = () => show(baseOf(provider, base.from));

  // What somebody else saved is taken over as long as nothing is written; after that the server decides.
  useEffect(() => {
    if (provider.weeklyHours === null || provider.version <= base.version) {
      return;
    }
    const now = baseOf(provider, base.from);
    if (now.from === base.from && sameWeek(now.hours, base.hours)) {
      setBase({ ...base, version: provider.version });
    } else if (!changed) {
      show(now);
    }
  });

  const weeks = weeksOf(provider);
  const showWeek = (from: string | null) => show(baseOf(provider, from));
  const refusals = new Map(
    hours.flatMap(({ key }, index) => {
      const said = partsOfHours
        .map((part) => form.problem(`hours.${index}.${part}`))
        .find((text) => text !== undefined);
      return said === undefined ? [] : [[key, said]];
    }),
  );
  const setHours = (change: (before: readonly Hours[]) => readonly Hours[]) => form.set("hours", change(hours));

  function hoursInput(input: z.output<typeof schema>) {
    return {
      providerId: provider.id,
      weekly: inputOf(input.hours),
      // What begins on a later day was decided on as well.
      keepsLater: true,
      ...(input.effectiveFrom === today ? {} : { effectiveFrom: input.effectiveFrom }),
    };
  }

  async function save(): Promise<void> {
    setTried(true);
    setCheckFailed(false);
    const checked = z.safeParse(schema, form.values);
    if (!checked.success) {
      form.submit();
      return;
    }
    setChecking(true);
    const { data } = await client.query(
      AvailabilityImpactDocument,
      { input: hoursInput(checked.data) },
      { requestPolicy: "network-only" },
    );
    setChecking(false);
    const impact = data?.availabilityImpact;
    if (!impact) {
      setCheckFailed(true);
    } else if (impact.length === 0) {
      form.submit();
    } else {
      ask({ visits: impact, onConfirm: form.submit });
    }
  }

  const refusedWeek = tried && problemsOf(hours).size > 0 ? undefined : form.problem("hours");
  const problem = guard.asking
    ? common("forms.leaveQuestion")
    : (form.problem("form") ?? refusedWeek ?? (checkFailed ? t("availability.checkFailed") : undefined));

  return (
    <Card title={t("availability.week")} subtitle={t("availability.weekText")} flush>
      {guard.blocker}
      {form.restored && (
        <div className={styles.restored}>
          <RestoredNotice onDiscard={takeOver} />
        </div>
      )}
      {weeks.length > 1 && <WeekList weeks={weeks} shown={base.from} busy={changed} onShow={showWeek} />}
      <div ref={form.fields}>
        <ul className={styles.week}>
          {weekdays.map((weekday) => (
            <DayHours
              key={weekday}
              day={weekday}
              hours={ofDay(hours, weekday)}
              problems={tried ? problemsOf(hours) : new Map()}
              refusals={refusals}
              onChange={(key, change) =>
                setHours((before) => before.map((one) => (one.key === key ? { ...one, ...change } : one)))
              }
              onRemove={(key) => setHours((before) => before.filter((one) => one.key !== key))}
              onAdd={() => setHours((before) => withMore(before, weekday))}
              onCopy={() => setHours((before) => copied(before, weekday))}
            />
          ))}
        </ul>
        <div className={styles.foot}>
          <DayField label={t("availability.from")} min={today} {...form.text("effectiveFrom")} />
          <p className={styles.state} role="status">
            {[
              t("availability.total", { hours: hoursText(minutesOf(hours), format.locale) }),
              changed ? t("availability.unsaved") : null,
            ]
              .filter((part) => part !== null)
              .join(" · ")}
          </p>
          {guard.asking ? (
            <LeaveButtons onStay={guard.stay} onLeave={guard.leave} />
          ) : (
            <>
              {changed && (
                <Button variant="default" onClick={takeOver}>
                  {t("availability.reset")}
                </Button>
              )}
              <Button
                loading={checking || form.sending}
                disabled={!changed && effectiveFrom === (base.from ?? today)}
                onClick={() => void save()}
              >
                {t("availability.save")}
              </Button>
            </>
          )}
          {problem !== undefined && (
            <p role="alert" className={styles.alert}>
              {problem}
            </p>
          )}
        </div>
      </div>
      {dialog}
    </Card>
  );
}

/** The hours that somebody decides on, and which version of the provider has them. */
interface Base {
  readonly version: number;
  /** From which day to come they hold; null for those that hold today. */
  readonly from: string | null;
  readonly hours: readonly Hours[];
}

function baseOf(provider: ProviderHoursFragment, from: string | null = null): Base {
  const [today, ...planned] = weeksOf(provider);
  const week = planned.find((one) => one.from === from) ?? today;
  return { version: provider.version, from: week.from, hours: editable(week.hours) };
}

const partsOfHours = ["day", "from", "to", "visitTypes"] as const;

/** The hours that a refusal is about, by their place in what was sent. */
function placeOf(path: readonly string[]): string | undefined {
  const start = path.findIndex((step) => step === "weekly" || step === "effectiveFrom");
  return start === -1
    ? undefined
    : path
        .slice(start)
        .join(".")
        .replace(/^weekly/, "hours");
}

interface DayHoursProps {
  readonly day: Weekday;
  readonly hours: readonly Hours[];
  readonly problems: ReadonlyMap<string, HoursProblem>;
  /** What the server says of hours, by their key. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly onChange: (key: string, change: Partial<Hours>) => void;
  readonly onRemove: (key: string) => void;
  readonly onAdd: () => void;
  readonly onCopy: () => void;
}

function DayHours({ day, hours, problems, refusals, onChange, onRemove, onAdd, onCopy }: DayHoursProps) {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  const { locale } = useFormat();
  const heading = useId();
  // What is not chosen yet is no time.
  const clock = (time: string) => (time === "" ? "–" : formatClockTime(time, locale));
  const name = t(`weekdays.${day}`);
  return (
    <li aria-labelledby={heading} className={styles.day}>
      <h3 id={heading} className={styles.name}>
        {name}
      </h3>
      {hours.length === 0 ? (
        <p className={styles.closed}>{t("availability.closed")}</p>
      ) : (
        <div className={styles.intervals}>
          {hours.map((one) => {
            const problem = problems.get(one.key);
            const said = problem === undefined ? refusals.get(one.key) : t(`wrong.${problem}`);
            return (
              <div key={one.key} className={styles.interval}>
                <TextInput
                  type="time"
                  className={styles.time ?? ""}
                  aria-label={`${name}: ${t("availability.begins")}`}
                  value={one.from}
                  onChange={(event) => onChange(one.key, { from: event.currentTarget.value })}
                  error={said !== undefined && problem !== "to"}
                />
                <span aria-hidden>–</span>
                <TextInput
                  type="time"
                  className={styles.time ?? ""}
                  aria-label={`${name}: ${t("availability.ends")}`}
                  value={asField(one.to)}
                  onChange={(event) => onChange(one.key, { to: asEnd(event.currentTarget.value) })}
                  error={problem === "to" || problem === "order"}
                />
                <MultiSelect
                  className={styles.visits ?? ""}
                  aria-label={`${name}: ${t("availability.visits")}`}
                  placeholder={one.visitTypes.length === 0 ? t("profile.allVisits") : ""}
                  value={[...one.visitTypes]}
                  onChange={(value) =>
                    onChange(one.key, {
                      visitTypes: visitTypes.filter((type): type is VisitType => value.includes(type)),
                    })
                  }
                  data={visitTypes.map((type) => ({ value: type, label: common(`appointments.visits.${type}`) }))}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t("availability.removeHours", { from: clock(one.from), to: clock(one.to), day: name })}
                  onClick={() => onRemove(one.key)}
                >
                  <IconTrash size={17} stroke={1.7} aria-hidden />
                </ActionIcon>
                {said !== undefined && (
                  <p role="alert" className={styles.problem}>
                    {said}
                  </p>
                )}
              </div>
            );
          })}
        </div>
      )}
      <div className={styles.tools}>
        {hours.length > 0 && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            title={t("availability.copy")}
            aria-label={t("availability.copyOf", { day: name })}
            onClick={onCopy}
          >
            <IconCopy size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          title={t("availability.addHours")}
          aria-label={t("availability.addHoursOn", { day: name })}
          disabled={isFull(hours)}
          onClick={onAdd}
        >
          <IconPlus size={17} stroke={1.7} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}

function hoursText(minutes: number, locale: string): string {
  return numberFormat(locale, {
    style: "unit",
    unit: "hour",
    unitDisplay: "long",
    maximumFractionDigits: 2,
  }).format(minutes / 60);
}
