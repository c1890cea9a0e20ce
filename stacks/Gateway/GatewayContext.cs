using Pulumi;
using Stacks.Configuration;
using Stacks.Network;

namespace Stacks.Gateway;

/// <summary>What the API is given.</summary>
public sealed record GatewayContext
{
    /// <summary>The stack's configuration.</summary>
    public required Settings Settings { get; init; }

    /// <summary>Account of the stack.</summary>
    public required Output<string> Account { get; init; }

    /// <summary>The key that encrypts at rest.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The name that leads to it; null without.</summary>
    public Domain? Domain { get; init; }

    /// <summary>The network; null where nothing runs in one.</summary>
    public PrivateNetwork? Network { get; init; }

    /// <summary>How a request reaches what answers.</summary>
    public required GatewayIntegration Integration { get; init; }

    /// <summary>Lets the API, by its execution ARN, call what answers.</summary>
    public required Action<Output<string>> Admit { get; init; }
}
