using System.Text.RegularExpressions;
using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Whoever is woken by an alarm finds what it means and what to do.</summary>
public partial class RunbookTests
{
    private static readonly string[] Document = File.ReadAllLines(Path.Combine(Plans.Folder, "docs", "runbooks.md"));

    public static TheoryData<string, string> Matrix => Plans.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Alarms_Descriptions_LeadToTheirSections(string environment, string backend)
    {
        var sections = Sections();

        Assert.All(Alarms(await Plans.OfAsync(environment, backend)), alarm =>
        {
            Assert.Equal(Section(alarm).ToLowerInvariant(), Link().Match(alarm.Inputs.Text("alarmDescription")).Groups[1].Value);
            Assert.Contains(Section(alarm), sections);
        });
    }

    [Fact]
    public async Task Sections_All_AreOfAlarms()
    {
        var alarms = new HashSet<string>();
        foreach (var row in Plans.Matrix)
            alarms.UnionWith(Alarms(await Plans.OfAsync((string)row[0], (string)row[1])).Select(Section));
        alarms.UnionWith(Alarms(await Plans.OfAsync("prod", "fargate", "cache=redis")).Select(Section));
        alarms.UnionWith(Alarms(await Plans.OfAsync("staging", "fargate", Plans.Pipeline)).Select(Section));
        alarms.UnionWith(Alarms(await Plans.OfAsync("staging", "lambda", [.. Plans.Batch, "events=lake"])).Select(Section));
        alarms.UnionWith(Alarms(await Plans.OfAsync("dev", "sagemaker", [.. Plans.Serverless, "sagemakerServerlessProvisioned=1"])).Select(Section));

        Assert.Empty(Sections().Except(alarms));
    }

    private static IEnumerable<RecordedResource> Alarms(RunResult plan) =>
        plan.Resources.Where(resource => resource.Type is "aws:cloudwatch/metricAlarm:MetricAlarm" or "aws:cloudwatch/compositeAlarm:CompositeAlarm");

    // The windows of an objective are told of by the alarm that they make up.
    private static string Section(RecordedResource alarm) => Window().Replace(alarm.Name, "");

    private static HashSet<string> Sections() =>
        [.. Document.Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..])];

    [GeneratedRegex(@"docs/runbooks\.md#([a-z0-9-]+)$")]
    private static partial Regex Link();

    [GeneratedRegex("-(long|short)$")]
    private static partial Regex Window();
}
