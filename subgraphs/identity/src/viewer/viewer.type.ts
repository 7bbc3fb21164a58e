import { Role } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { Patient } from "../references/patient.type.ts";
import { Provider } from "../references/provider.type.ts";

@ObjectType({ description: "Whoever asks, as their access token and their account say." })
export class Viewer {
  @Field(() => ID, { description: "Opaque id of the user." })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "Name to show; null for a user who has no account here, such as one of an external issuer.",
  })
  displayName!: string | null;

  @Field(() => String, { nullable: true, description: "E-mail address with which the user signs in." })
  email!: string | null;

  @Field(() => [Role], { description: "What the user may be in the organization in which the token acts." })
  roles!: Role[];

  @Field(() => Patient, { nullable: true, description: "The patient record that the user is, if any." })
  patient!: Patient | null;

  @Field(() => Provider, { nullable: true, description: "The provider record that the user is, if any." })
  provider!: Provider | null;
}
