/** How long, and how often, the clients of live accounts wait for AWS. */
export const REQUEST_SETTINGS = {
  maxAttempts: 5,
  retryMode: "adaptive",
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  },
};
