/** Loaded into a measured process: reports to the bench what the process and its children used. */
const { readFileSync, writeSync } = require("node:fs");

const CLOCK_TICKS_PER_SECOND = 100;
/** Where a process's file descriptor for the bench is. */
const REPORT_DESCRIPTOR = 3;

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
  const childTicks = Number(fields[13]) + Number(fields[14]);
  const cpuMilliseconds = (userCPUTime + systemCPUTime) / 1000 + (childTicks / CLOCK_TICKS_PER_SECOND) * 1000;
  writeSync(REPORT_DESCRIPTOR, JSON.stringify({ cpuMilliseconds, peakMebibytes: maxRSS / 1024 }));
});
