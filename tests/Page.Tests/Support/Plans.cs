namespace Page.Tests.Support;

/// <summary>The experiments file of the tests: the shipped experiment, which runs, and one that waits.</summary>
internal static class Plans
{
    /// <summary>Begins when somebody says so; only one test may.</summary>
    public const string Waiting = "float-against-production";

    private const string Feature = $$"""
        {
          "name": "float-model", "defaultVariation": "production",
          "variations": [ { "name": "production", "value": "room-type@2" }, { "name": "float", "value": "room-type@1" } ],
          "experiment": {
            "name": "{{Waiting}}", "start": "2100-01-01T00:00:00Z", "control": "production",
            "treatments": [ { "name": "production", "variation": "production", "weight": 1 }, { "name": "float", "variation": "float", "weight": 1 } ],
            "metrics": [ { "name": "correction_rate", "desiredChange": "Decrease", "smallestEffect": 0.02 } ]
          }
        }
        """;

    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(string file)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "experiments", "room-type-model.json"));
        await File.WriteAllTextAsync(file, shipped.Insert(shipped.LastIndexOf(']'), $", {Feature}"));
    }
}
