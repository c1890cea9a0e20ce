// Loaded into the process of a policy pack: the pack ends when its standard input does, however the engine ended;
// one that has failed does not wait for that.
process.stdin.on("end", () => process.exit()).resume().unref();
