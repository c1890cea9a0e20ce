using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RoomTypes.Tests.Experiments;

/// <summary>The same entity gets the same variation in every process.</summary>
public partial class StickinessTests
{
    [Fact]
    public async Task Assignment_InAnotherProcess_IsTheSame()
    {
        await using var here = await TestService.StartAsync("Experiments:Source=local");
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"), "--urls", "http://127.0.0.1:0", "--RoomType:Events:Store=none", "--RoomType:Experiments:Source=local",
        ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            using var there = new HttpClient { BaseAddress = await AddressAsync(process) };
            while (!(await there.GetAsync("/health/ready")).IsSuccessStatusCode) await Task.Delay(20);
            foreach (var entity in Enumerable.Range(0, 12).Select(i => $"robot-{i}-größe"))
            {
                var expected = Rules.Evaluate(Shipped, entity).Variation.Name;
                Assert.Equal(expected, await VariationAsync(here.Client, entity));
                Assert.Equal(expected, await VariationAsync(there, entity));
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static RoomTypes.Experiments.Feature Shipped { get; } =
        RoomTypes.Experiments.Files.ExperimentFile.Read(Path.Combine(AppContext.BaseDirectory, "experiments", "room-type-model.json"))[0];

    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match) return new Uri(match.Value);
        }

        throw new InvalidOperationException("The process ended before it listened.");
    }

    private static async Task<string?> VariationAsync(HttpClient client, string entity)
    {
        var response = await client.PostAsync($"/v1/recognize?entity_id={Uri.EscapeDataString(entity)}", Samples.Body(Samples.Kitchen, "image/jpeg"));
        return (await Samples.JsonAsync(response)).GetProperty("rooms")[0].GetProperty("assignment").GetProperty("variation").GetString();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
