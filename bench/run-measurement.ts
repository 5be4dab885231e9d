// One measurement in a process of its own, which no other has warmed up.
const [, , file = '', folder] = process.argv;
const { measure } = await import(file);
process.send?.(await measure(folder));
