namespace Pulumi;

/// <summary>Settings of how a provider function is called.</summary>
public class InvokeOptions
{
    /// <summary>A resource whose provider for the package is the default.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider to use.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where to download the provider plugin from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>Settings of a function call that returns an output.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    private InputList<Resource>? _dependsOn;

    /// <summary>Resources to create before the call.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= [];
        set => _dependsOn = value;
    }
}

/// <summary>Settings of how a resource's method is called.</summary>
public class CallOptions
{
    /// <summary>A resource whose provider for the package is the default.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider to use.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where to download the provider plugin from.</summary>
    public string? PluginDownloadURL { get; set; }
}
