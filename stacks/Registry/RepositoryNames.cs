using Pulumi;
using Stacks.Conventions;

namespace Stacks.Registry;

/// <summary>The repositories that an account has images in; <c>bootstrap/</c> makes them, once for all stacks of the account.</summary>
internal static class RepositoryNames
{
    /// <summary>That of the service.</summary>
    public const string Service = "room-type/service";

    /// <summary>That of the AppConfig agent.</summary>
    public const string Agent = "room-type/appconfig-agent";

    /// <summary>That of the collector of traces.</summary>
    public const string Collector = "room-type/otel-collector";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Service, Agent, Collector];

    /// <summary>Where a repository of the account is.</summary>
    public static Output<string> Url(string name, Output<string> account, string region) => Output.Format($"{account}.dkr.ecr.{region}.{Partition.Current.Domain}/{name}");

    /// <summary>A repository's ARN.</summary>
    public static Output<string> Arn(string name, Output<string> account, string region) => Output.Format($"arn:{Partition.Current.Name}:ecr:{region}:{account}:repository/{name}");
}
