import { assertMay, defineLoader, inOrderOf, ownRecordsOf } from "@careconnect/kit";
import { RatingRow } from "./rating.entity.ts";
import { ratingsWithin, readRatings } from "./rating.policy.ts";

/** Ratings by id, as far as the viewer may see them; null for the rest. */
export const ratingById = defineLoader<string, RatingRow>(async (context, ids) => {
  const reach = assertMay(context, readRatings);
  const rows = await context.em
    .fork()
    .find(RatingRow, { $and: [{ id: { $in: [...ids] } }, ratingsWithin(reach, context.viewer)] });
  context.audit.read({ action: readRatings.action, entityType: "Rating", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** Ratings by the id of their appointment, as far as the viewer may know whose it was; null for the rest. */
export const ratingByAppointment = defineLoader<string, RatingRow>(async (context, appointmentIds) => {
  const reach = assertMay(context, readRatings);
  const { viewer } = context;
  const rows = await context.em.fork().find(RatingRow, {
    $and: [
      { appointmentId: { $in: [...appointmentIds] } },
      ratingsWithin(reach, viewer),
      // By the appointment it would be known who wrote it.
      { $or: [{ anonymous: false }, { patientId: { $in: [...ownRecordsOf(viewer)] } }] },
    ],
  });
  context.audit.read({ action: readRatings.action, entityType: "Rating", records: rows });
  return inOrderOf(appointmentIds, rows, ({ appointmentId }) => appointmentId);
});
