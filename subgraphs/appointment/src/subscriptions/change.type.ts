import { Field, ObjectType } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { Appointment } from "../booking/booking.type.ts";
import { Patient } from "../references/patient.type.ts";
import { PatientStatus } from "./patient.status.ts";

const cursor = "Where this change stands: subscribe with it as `after` to be told of what follows.";

@ObjectType({ description: "A change of an appointment." })
export class AppointmentChange {
  @Field(() => String, { description: cursor })
  cursor!: string;

  @Field(() => Appointment, {
    nullable: true,
    description: "The appointment as it is now: of two quick changes, both may show what the second left.",
  })
  appointment!: AppointmentRow | null;
}

@ObjectType({ description: "A patient arrived, was called in, or left." })
export class PatientStatusChange {
  @Field(() => String, { description: cursor })
  cursor!: string;

  @Field(() => Patient, { nullable: true, description: "Whose visit it is." })
  patient!: Patient | null;

  @Field(() => PatientStatus, { description: "Where the patient was after this change." })
  status!: PatientStatus;
}
