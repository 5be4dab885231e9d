/** Runs one measurement in a process of its own, which no other has warmed up: `run-measurement.ts <file> <folder of bundles>`. */
const [, , file = '', folder] = process.argv;
const { measure } = await import(file);
process.send?.(await measure(folder));
