/**
 * The components of this project, for any Pulumi program.
 *
 * This file is what `./components` resolves to: the `main` of `components/package.json` is the entry for other languages.
 */
export * from "./components/index";
