/**
 * Lets a server take in whole requests before it has read the earlier ones. HTTP/2 starts with 64 KiB for each connection, and
 * widens it only when the sender listens: whoever sends while it is busy with something else would wait at its own pace.
 */
const http2 = require("node:http2");

/** In bytes. */
const WINDOW = 16 * 1024 * 1024;

function widenWindows() {
  const { createServer } = http2;
  http2.createServer = (options, ...others) => {
    const settings = { ...options.settings, initialWindowSize: WINDOW };
    const server = createServer({ ...options, settings }, ...others);
    return server.on("session", (session) => session.setLocalWindowSize(WINDOW));
  };
}

module.exports = { widenWindows };
