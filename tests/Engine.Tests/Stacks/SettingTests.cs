using System.Text;
using Engine.Tests.Support;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>Each setting on a deployed stack, to another value and back: what docs/changing.md tells.</summary>
public class SettingTests
{
    private static readonly string Heading = $"| setting | {string.Join(" | ", Plans.Backends)} |\n|---|{string.Concat(Plans.Backends.Select(_ => "---|"))}\n";

    private static readonly HashSet<string> Rolling = ["aws:lambda/function:Function", "aws:ecs/service:Service", "aws:ec2/launchTemplate:LaunchTemplate", "aws:sagemaker/endpoint:Endpoint", "kubernetes:apps/v1:Deployment"];

    // Snapshots and revisions: a new one is how they change.
    private static readonly HashSet<string> Versions =
        ["aws:apigateway/deployment:Deployment", "aws:ecs/taskDefinition:TaskDefinition", "aws:appconfig/deployment:Deployment", "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion", "aws:codedeploy/deploymentConfig:DeploymentConfig"];

    // What the program compares with what is deployed.
    private static readonly HashSet<string> Network = ["vpcCidr", "vpcId", "subnetIds", "zones"];

    [Fact]
    public async Task Changing_EverySetting_IsWhatTheDocumentSays()
    {
        var text = new StringBuilder(Heading);
        var faults = new List<string>();
        foreach (var setting in SettingChange.All().GroupBy(change => change.Setting))
        {
            var cells = new List<string>();
            foreach (var backend in Plans.Backends)
                cells.Add(setting.FirstOrDefault(change => change.Backend == backend) is { } change ? await CellAsync(change, faults) : "-");
            text.Append($"| `{setting.Key}` | {string.Join(" | ", cells)} |\n");
        }

        Assert.Empty(faults);
        var path = Path.Combine(Plans.Folder, "docs", "changing.md");
        var document = await File.ReadAllTextAsync(path);
        var table = document[document.IndexOf(Heading, StringComparison.Ordinal)..];
        table = table.Contains("\n\n", StringComparison.Ordinal) ? table[..(table.IndexOf("\n\n", StringComparison.Ordinal) + 1)] : table;
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(path, document.Replace(table, text.ToString(), StringComparison.Ordinal));
        else
            Assert.Equal(table, text.ToString());
    }

    private static async Task<string> CellAsync(SettingChange change, List<string> faults)
    {
        var (setting, backend) = (change.Setting, change.Backend);
        var (old, wanted) = await change.RunAsync();
        foreach (var run in new[] { old, wanted }.Where(run => !run.Succeeded))
            faults.Add($"{setting}={change.Value} on {backend}: {string.Join('\n', run.Errors.Concat(run.Logs.Select(log => log.Message)))}");
        if (Network.Contains(setting) && await Plans.UpdateAsync(old, backend, change.After) is { Succeeded: false } refused)
        {
            Assert.Contains($"  {setting} is '", string.Concat(refused.Logs.Select(log => log.Message)), StringComparison.Ordinal);
            return "**refused** by the program";
        }
        var there = Transition.Between(StackState.Of(old), StackState.Of(wanted));
        var back = Transition.Between(StackState.Of(wanted), StackState.Of(old));
        return Effect(there) + Hazards("", there) + Hazards("back: ", back);
    }

    private static string Effect(Transition transition)
    {
        var steps = transition.Steps.Where(step => (step.New ?? step.Old)!.Custom && step.Kind != StepKind.Same).ToList();
        var replaced = steps.Where(step => step.Kind == StepKind.CreateReplacement && !Versions.Contains(step.Type)).Select(step => Short(step.Type)).Distinct().Order(StringComparer.Ordinal).ToList();
        var parts = new List<string>();
        if (steps.Any(step => Rolling.Contains(step.Type) && step.Kind == StepKind.Update))
            parts.Add("rolls the service");
        if (replaced.Count > 0)
            parts.Add($"replaces {string.Join(", ", replaced)}");
        if (parts.Count == 0)
            parts.Add(steps.Any(step => step.Kind is StepKind.Update or StepKind.CreateReplacement) ? "in place" : steps.Count == 0 ? "nothing" : "adds or removes");
        return string.Join("; ", parts);
    }

    private static string Hazards(string prefix, Transition transition) => string.Concat(transition.Hazards
        .GroupBy(hazard => hazard.Kind).OrderBy(group => group.Key)
        .Select(group => $"<br>{prefix}**{group.First().KindName}** {string.Join(", ", group.Select(hazard => Short(Pulumi.Engine.Values.Urn.Type(hazard.Urn))).Distinct().Order(StringComparer.Ordinal))}"));

    private static string Short(string type) => type[(type.LastIndexOf(':') + 1)..];
}
