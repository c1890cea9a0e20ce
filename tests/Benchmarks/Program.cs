using System.Globalization;
using RoomTypes.Benchmarks;
using RoomTypes.Benchmarks.Scale;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// What needs no published service, for itself.
Dictionary<string, Func<IEnumerable<string>>> alone = new() { ["--events"] = EventBenchmark.Run, ["--lake"] = LakeBenchmark.Run, ["--scale"] = ScaleTables.Run };
if (args is [var only] && alone.TryGetValue(only, out var run))
{
    foreach (var line in run()) Console.WriteLine(line);
    return 0;
}

if (args is not [var published, var peer, .. var wanted] || !File.Exists(Path.Combine(published, "RoomTypes")))
{
    Console.Error.WriteLine("Name the folder that the service was published to, and the script of its peer in Node; ./run bench does all of it.");
    return 2;
}

var pipeline = await Pipeline.LoadAsync();
Dictionary<string, Func<IEnumerable<string>>> sections = new()
{
    ["stages"] = () => StageBenchmark.Run(pipeline),
    ["service"] = () => ServiceBenchmark.Run(pipeline, published),
    ["start"] = () => StartBenchmark.Run(published, peer),
    ["lambda"] = () => LambdaBenchmark.Run(published),
    ["memory"] = () => MemoryBenchmark.Run(published),
    ["overload"] = () => OverloadBenchmark.Run(published),
    ["fairness"] = () => FairnessBenchmark.Run(published),
    ["cache"] = () => CacheBenchmark.Run(published),
    ["idle"] = () => IdleBenchmark.Run(published),
    ["shutdown"] = () => ShutdownBenchmark.Run(published),
    ["experiments"] = ExperimentBenchmark.Run,
    ["events"] = EventBenchmark.Run,
    ["lake"] = LakeBenchmark.Run,
    ["scale"] = ScaleTables.Run,
    ["signing"] = SigningBenchmark.Run,
    ["learning"] = LearningBenchmark.Run,
    ["models"] = () => ModelBenchmark.Run(pipeline),
    ["simulation"] = () => SimulationBenchmark.Run(published),
};
if (wanted.FirstOrDefault(name => !sections.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"'{unknown}' is not measured here; there are {string.Join(", ", sections.Keys)}.");
    return 2;
}

foreach (var name in wanted.Length > 0 ? wanted : [.. sections.Keys])
{
    foreach (var line in sections[name]()) Console.WriteLine(line);
    Console.WriteLine();
}

return 0;
