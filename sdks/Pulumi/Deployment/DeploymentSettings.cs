using Pulumi.Testing;

namespace Pulumi;

/// <summary>The names and mode of a deployment.</summary>
internal sealed record DeploymentSettings(string Organization, string Project, string Stack, string RootDirectory, bool IsDryRun)
{
    private const string DefaultOrganization = "organization";

    /// <summary>The settings of a test; its mode is a preview unless <paramref name="options"/> says otherwise.</summary>
    public static DeploymentSettings ForTest(TestOptions? options) => new(
        options?.OrganizationName ?? DefaultOrganization,
        options?.ProjectName ?? "project",
        options?.StackName ?? "stack",
        options?.RootDirectory ?? "",
        options?.IsPreview ?? true);

    /// <summary>The settings and addresses that the Pulumi CLI puts into the environment of a program.</summary>
    /// <exception cref="InvalidOperationException">The program was not started by the CLI.</exception>
    public static (DeploymentSettings Settings, string Monitor, string Engine) FromEnvironment()
    {
        var monitor = Read("MONITOR");
        var engine = Read("ENGINE");
        var project = Read("PROJECT");
        var stack = Read("STACK");
        if (monitor is null || engine is null || project is null || stack is null
            || !bool.TryParse(Read("DRY_RUN"), out var isDryRun)
            || !bool.TryParse(Read("QUERY_MODE"), out _)
            || !int.TryParse(Read("PARALLEL"), out _))
        {
            throw new InvalidOperationException(
                "Program run without the Pulumi engine available; re-run using the `pulumi` CLI");
        }

        return (new(Read("ORGANIZATION") ?? DefaultOrganization, project, stack, Read("ROOT_DIRECTORY") ?? "", isDryRun), monitor, engine);
    }

    private static string? Read(string name)
        => Environment.GetEnvironmentVariable($"PULUMI_{name}") is { Length: > 0 } value ? value : null;
}
