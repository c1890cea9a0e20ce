using Pulumi;

namespace Sdks.Programs.Wire;

/// <summary>A resource with an input of every kind, in the shape that Pulumi's code generator gives it.</summary>
[ResourceType("test:index:Thing", null)]
public sealed class Thing : CustomResource
{
    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base("test:index:Thing", name, args ?? new ThingArgs(), options)
    {
    }

    /// <summary>Computed by the provider.</summary>
    [Output("computed")]
    public Output<string?> Computed { get; private set; } = null!;

    /// <summary>Given back by the provider.</summary>
    [Output("text")]
    public Output<string?> Text { get; private set; } = null!;

    public static Thing Get(string name, Input<string> id, ThingArgs? state = null) =>
        new(name, state, new CustomResourceOptions { Id = id });
}

public sealed class ThingArgs : ResourceArgs
{
    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("count")]
    public Input<int>? Count { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("on")]
    public Input<bool>? On { get; set; }

    [Input("nested")]
    public Input<NestedArgs>? Nested { get; set; }

    [Input("any")]
    public Input<object>? Any { get; set; }

    [Input("file")]
    public Input<AssetOrArchive>? File { get; set; }

    [Input("mode")]
    public Input<Mode>? Mode { get; set; }

    [Input("level")]
    public Input<Level>? Level { get; set; }

    [Input("choice")]
    public InputUnion<string, int>? Choice { get; set; }

    [Input("list")]
    private InputList<string>? _list;

    public InputList<string> List
    {
        get => _list ??= new InputList<string>();
        set => _list = value;
    }

    [Input("map")]
    private InputMap<string>? _map;

    public InputMap<string> Map
    {
        get => _map ??= new InputMap<string>();
        set => _map = value;
    }
}

public sealed class NestedArgs : ResourceArgs
{
    [Input("inner", required: true)]
    public Input<string> Inner { get; set; } = null!;

    [Input("missing")]
    public Input<string>? Missing { get; set; }
}

[EnumType]
public readonly struct Mode(string value) : IEquatable<Mode>
{
    private readonly string _value = value;

    public static Mode Fast { get; } = new("fast");

    public static explicit operator string(Mode mode) => mode._value;

    public static bool operator ==(Mode left, Mode right) => left.Equals(right);

    public static bool operator !=(Mode left, Mode right) => !left.Equals(right);

    public bool Equals(Mode other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Mode other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _value;
}

public enum Level
{
    Low = 1,
    High = 2,
}

public sealed class Group : ComponentResource
{
    public Group(string name, ComponentResourceOptions? options = null)
        : base("test:index:Group", name, options)
    {
    }

    public void Complete(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);
}

public sealed class TestProvider : ProviderResource
{
    public TestProvider(string name, TestProviderArgs args, CustomResourceOptions? options = null)
        : base("test", name, args, options)
    {
    }
}

public sealed class TestProviderArgs : ResourceArgs
{
    [Input("region")]
    public Input<string>? Region { get; set; }

    [Input("retries", json: true)]
    public Input<int>? Retries { get; set; }

    [Input("tags", json: true)]
    private InputMap<string>? _tags;

    public InputMap<string> Tags
    {
        get => _tags ??= new InputMap<string>();
        set => _tags = value;
    }
}

public sealed class LookupArgs : InvokeArgs
{
    [Input("name")]
    public string? Name { get; set; }
}

public sealed class LookupInvokeArgs : InvokeArgs
{
    [Input("name")]
    public Input<string>? Name { get; set; }
}

[OutputType]
public sealed class LookupResult
{
    [OutputConstructor]
    private LookupResult(string answer) => Answer = answer;

    public string Answer { get; }
}
