/** The texts of the day board. */
export const board = {
  title: "Day board",
  subtitle: "{{day}} · times in {{zone}}",
  filter: "Show only",
  states: {
    toCome: "To come",
    waiting: "Waiting",
    inProgress: "In progress",
    done: "Completed",
    missed: "No-show",
  },
  emptyTitle: "Nobody is seen today",
  emptyText: "Visits of today appear here as soon as they are booked.",
  noneTitle: "No visit stands like this now",
  noneText: "Choose the same field again to see the whole day.",
  left_one: "{{count, number}} visit left",
  left_other: "{{count, number}} visits left",
  since: "since {{time}}",
  late_one: "{{count, number}} minute late",
  late_other: "{{count, number}} minutes late",
  actionFor: "{{action}}: {{name}}",
} as const;
