using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Engine.Tests.Support;

/// <summary>Another value of a setting on a backend, on the stack staging.</summary>
/// <param name="Setting">The key.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Value">The other value.</param>
/// <param name="Before">What the stack has besides, before.</param>
/// <param name="After">What it has after, with the value.</param>
internal sealed record SettingChange(string Setting, string Backend, string Value, (string Key, string Value)[] Before, (string Key, string Value)[] After)
{
    private const string Stack = "staging";

    /// <summary>Every setting of Pulumi.yaml on each backend that it concerns.</summary>
    public static IEnumerable<SettingChange> All()
    {
        var project = PulumiProject.Load(Plans.Folder);
        foreach (var (key, declaration) in project.Config.Where(entry => !entry.Key.StartsWith("aws:", StringComparison.Ordinal)))
        {
            var name = key[(key.IndexOf(':') + 1)..];
            foreach (var backend in Plans.Backends.Where(backend => name != "backend" && Concerns(name, backend)))
                yield return Of(project, name, declaration.Description ?? "", backend);
        }
    }

    /// <summary>What the stack has before and after.</summary>
    public async Task<(RunResult Before, RunResult After)> RunAsync() => (await Plans.RunAsync(Stack, Backend, Before), await Plans.RunAsync(Stack, Backend, After));

    private static bool Concerns(string setting, string backend) =>
        !Plans.Backends.Append("kubeconfig").Any(other => other != backend && !(other == "kubeconfig" && backend == "eks") && setting.StartsWith(other, StringComparison.Ordinal))
        && !(backend == "lambda" && (setting is "entityFromCaller" or "pipelineShadow" || setting.StartsWith("cache", StringComparison.Ordinal)))
        && !(backend == "sagemaker" && setting is ("eventsDatabase" or "lakePseudonymKey"))
        && !(backend is ("lambda" or "sagemaker") && setting == "gatewayPage")
        && !(backend == "eks" && setting is "canaryPercent" or "canaryMinutes" or "bakeMinutes");

    private static SettingChange Of(PulumiProject project, string setting, string description, string backend)
    {
        var (value, before, with) = NewValues.Of(setting, description, StackConfig.Load(project, Stack).GetValueOrDefault($"room-type:{setting}"));
        // What only managed instances know is said of lambda alone.
        var both = backend != "lambda" ? [.. before.Where(change => !change.Key.StartsWith("lambda", StringComparison.Ordinal))] : before;
        return new SettingChange(setting, backend, value, both, [.. both.Where(change => change.Key != setting), .. with, (setting, value)]);
    }
}
