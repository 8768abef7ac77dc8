/** Lets `import` load the TypeScript of a program that is an ES module; runs in Node's thread for such hooks. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { transpile } = createRequire(import.meta.url)("./transpile.js");
const INSTALLED = /[\\/]node_modules[\\/]/;

/** `./site.js` may be the name that TypeScript asks for, of `./site.ts`. */
export async function resolve(specifier, context, next) {
  if (specifier.startsWith(".") && context.parentURL?.startsWith("file:")) {
    const url = new URL(specifier, context.parentURL);
    const candidates = [
      url.pathname.replace(/\.(m?)js$/, ".$1ts"),
      `${url.pathname}.ts`,
      `${url.pathname}/index.ts`,
    ];
    if (!isFile(url))
      for (const pathname of candidates) {
        const candidate = new URL(pathname, url);
        if (isFile(candidate)) return { url: candidate.href, shortCircuit: true };
      }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  const path = url.startsWith("file:") ? fileURLToPath(url.replace(/[?#].*/, "")) : "";
  if (!/\.m?ts$/.test(path) || INSTALLED.test(path)) return next(url, context);
  return {
    format: "module",
    source: transpile(readFileSync(path, "utf8"), path, "module"),
    shortCircuit: true,
  };
}

function isFile(url) {
  return /\.[a-z]+$/.test(url.pathname) && existsSync(fileURLToPath(url));
}
