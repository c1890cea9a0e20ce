using System.Collections.Immutable;
using Pulumi;

namespace Sdks.Tests.PulumiSdk;

// Resource classes in the shape of generated ones, as small as they get.
[ResourceType("test:storage/bucket:Bucket", null)]
internal sealed class Bucket(string name, BucketArgs? args = null, CustomResourceOptions? options = null)
    : CustomResource("test:storage/bucket:Bucket", name, args ?? new BucketArgs(), MakeOptions(options))
{
    [Output("arn")]
    public Output<string> Arn { get; private set; } = null!;

    [Output("label")]
    public Output<string?> Label { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableDictionary<string, string>?> Tags { get; private set; } = null!;

    [Output("rules")]
    public Output<ImmutableArray<BucketRule>> Rules { get; private set; } = null!;

    [Output("size")]
    public Output<int?> Size { get; private set; } = null!;

    [Output("tier")]
    public Output<Tier?> Tier { get; private set; } = null!;

    public static Bucket Get(string name, Input<string> id) => new(name, null, new CustomResourceOptions { Id = id });

    private static CustomResourceOptions MakeOptions(CustomResourceOptions? options)
    {
        var merged = CustomResourceOptions.Merge(new CustomResourceOptions { Version = "7.48.0" }, options);
        merged.Id = options?.Id;
        return merged;
    }
}

internal sealed class BucketArgs : ResourceArgs
{
    [Input("tags")]
    private InputMap<string>? _tags;

    [Input("rules")]
    private InputList<BucketRuleArgs>? _rules;

    [Input("label")]
    public Input<string>? Label { get; set; }

    [Input("size")]
    public Input<int>? Size { get; set; }

    [Input("tier")]
    public InputUnion<string, Tier>? Tier { get; set; }

    [Input("policy")]
    public InputJson? Policy { get; set; }

    [Input("source")]
    public Input<AssetOrArchive>? Source { get; set; }

    [Input("other")]
    public Input<Resource>? Other { get; set; }

    [Input("anything")]
    public object? Anything { get; set; }

    public InputMap<string> Tags
    {
        get => _tags ??= [];
        set => _tags = value;
    }

    public InputList<BucketRuleArgs> Rules
    {
        get => _rules ??= [];
        set => _rules = value;
    }
}

internal sealed class BucketRuleArgs : ResourceArgs
{
    [Input("prefix", required: true)]
    public Input<string> Prefix { get; set; } = null!;

    [Input("days")]
    public Input<double>? Days { get; set; }
}

[OutputType]
internal sealed class BucketRule
{
    public readonly string Prefix;
    public readonly double? Days;

    [OutputConstructor]
    private BucketRule(string prefix, double? days)
    {
        Prefix = prefix;
        Days = days;
    }
}

[EnumType]
internal readonly struct Tier : IEquatable<Tier>
{
    private readonly string _value;

    private Tier(string value) => _value = value;

    public static Tier Standard { get; } = new("STANDARD");

    public static Tier Cold { get; } = new("COLD");

    public static explicit operator string(Tier value) => value._value;

    public bool Equals(Tier other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Tier other && Equals(other);

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => _value;
}

internal sealed class Site : ComponentResource
{
    public Site(string name, ComponentResourceOptions? options = null)
        : base("app:web:Site", name, options)
    {
        Content = new Bucket($"{name}-content", new BucketArgs { Label = "content" }, new CustomResourceOptions { Parent = this });
        Url = Content.Arn.Apply(arn => $"https://{arn}");
        RegisterOutputs();
    }

    public Bucket Content { get; }

    [Output("url")]
    public Output<string> Url { get; private set; }
}

internal sealed class TestProvider(string name, CustomResourceOptions? options = null)
    : ProviderResource("test", name, new TestProviderArgs { Regions = { "eu-west-1", "eu-west-2" } }, options);

internal sealed class TestProviderArgs : ResourceArgs
{
    [Input("regions", json: true)]
    private InputList<string>? _regions;

    public InputList<string> Regions
    {
        get => _regions ??= [];
        set => _regions = value;
    }
}

internal static class GetZones
{
    public const string Token = "test:index/getZones:getZones";

    public static Task<GetZonesResult> InvokeAsync(GetZonesArgs? args = null, InvokeOptions? options = null)
        => Deployment.Instance.InvokeAsync<GetZonesResult>(Token, args ?? new GetZonesArgs(), options);

    public static Output<GetZonesResult> Invoke(GetZonesInvokeArgs? args = null, InvokeOptions? options = null)
        => Deployment.Instance.Invoke<GetZonesResult>(Token, args ?? new GetZonesInvokeArgs(), options);

    public static Output<GetZonesResult> Invoke(GetZonesInvokeArgs args, InvokeOutputOptions options)
        => Deployment.Instance.Invoke<GetZonesResult>(Token, args, options);
}

internal sealed class GetZonesArgs : InvokeArgs
{
    [Input("state")]
    public string? State { get; set; }
}

internal sealed class GetZonesInvokeArgs : InvokeArgs
{
    [Input("state")]
    public Input<string>? State { get; set; }
}

[OutputType]
internal sealed class GetZonesResult
{
    public readonly ImmutableArray<string> Names;

    [OutputConstructor]
    private GetZonesResult(ImmutableArray<string> names) => Names = names;
}
