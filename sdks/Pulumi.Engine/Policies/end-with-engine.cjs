// Loaded into the process of a policy pack: the pack ends when its standard input does, however the engine ended.
process.stdin.on("end", () => process.exit()).resume();
