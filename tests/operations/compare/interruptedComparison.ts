/** Started by a test as a process of its own: a comparison whose base is never done, until somebody ends us. */
import { baseOf } from "../../../operations/compare/base";

const [, , directory = ""] = process.argv;
void baseOf("HEAD", directory, { directory, stack: "dev", configFile: undefined }, () => {
  process.stdout.write("at the base\n");
  setInterval(() => {}, 1000);
  return new Promise(() => {});
});
