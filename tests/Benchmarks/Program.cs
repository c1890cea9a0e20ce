using System.Globalization;
using RoomTypes.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--events"])
{
    foreach (var line in EventBenchmark.Run()) Console.WriteLine(line);
    return 0;
}

if (args is not [var published, var peer] || !File.Exists(Path.Combine(published, "RoomTypes")))
{
    Console.Error.WriteLine("Name the folder that the service was published to, and the script of its peer in Node; ./run bench does all of it.");
    return 2;
}

var pipeline = await Pipeline.LoadAsync();
IEnumerable<string>[] sections =
[
    StageBenchmark.Run(pipeline),
    ServiceBenchmark.Run(pipeline, published),
    StartBenchmark.Run(published, peer),
    LambdaBenchmark.Run(published),
    MemoryBenchmark.Run(published),
    ExperimentBenchmark.Run(),
    EventBenchmark.Run(),
];
foreach (var section in sections)
{
    foreach (var line in section) Console.WriteLine(line);
    Console.WriteLine();
}

return 0;
