// Tells the Rust side how far a script is, by empty files in the folder that it gave. Nothing waits here: the page shows what comes back.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { input } from "./journey.mjs";

/** Says that the journey has come to `name`. */
export function mark(name) {
  writeFileSync(join(input.marks, name), "");
}
