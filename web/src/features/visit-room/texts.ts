import { visitRoom } from "../../lib/i18n/en.visit-room.ts";
import { i18next } from "../../lib/i18n/setup.ts";

// With the page's chunk: the first load of everybody else has none of it.
i18next.addResourceBundle("en", "visitRoom", visitRoom);
