using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Another stack, whose outputs can be read.</summary>
public class StackReference : CustomResource
{
    /// <summary>A reference to the stack that <paramref name="args"/> name, else to the one called <paramref name="name"/>.</summary>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new() { Id = args?.Name ?? name }))
    {
    }

    /// <summary>The name of the stack.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>All outputs of the stack.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>The names of the outputs that are secrets.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>The output <paramref name="name"/>, or null if the stack has none of that name.</summary>
    public Output<object?> GetOutput(Input<string> name)
        => Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs)
            .Apply(both => both.Item2.TryGetValue(both.Item1, out var value) ? value : null)
            .WithIsSecret(IsSecretAsync(name));

    /// <summary>The output <paramref name="name"/>; a stack that has none of that name fails the program.</summary>
    public Output<object> RequireOutput(Input<string> name)
        => Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs)
            .Apply(both => both.Item2.TryGetValue(both.Item1, out var value)
                ? value
                : throw new KeyNotFoundException($"Required output '{both.Item1}' does not exist on stack '{GetResourceName()}'."))
            .WithIsSecret(IsSecretAsync(name));

    /// <summary>The output <paramref name="name"/> as a plain or as a secret value.</summary>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).DataTask.ConfigureAwait(false);
        return data.IsSecret ? new() { SecretValue = data.Value } : new() { Value = data.Value };
    }

    /// <summary>The output <paramref name="name"/> as a plain value, or null.</summary>
    /// <exception cref="InvalidOperationException">It is a secret.</exception>
    public async Task<object?> GetValueAsync(Input<string> name)
    {
        var data = await GetOutput(name).DataTask.ConfigureAwait(false);
        return !data.IsSecret ? data.Value : throw new InvalidOperationException(
            "Cannot call 'GetOutputValueAsync' if the referenced stack has secret outputs. Use 'GetOutput' instead.");
    }

    /// <summary>The output <paramref name="name"/> as a plain value.</summary>
    /// <exception cref="InvalidOperationException">It is a secret.</exception>
    /// <exception cref="KeyNotFoundException">The stack has none of that name.</exception>
    public async Task<object> RequireValueAsync(Input<string> name)
    {
        var data = await RequireOutput(name).DataTask.ConfigureAwait(false);
        return !data.IsSecret ? data.Value : throw new InvalidOperationException(
            "Cannot call 'RequireOutputValueAsync' if the referenced stack has secret outputs. Use 'RequireOutput' instead.");
    }

    // One secret output makes all of them secret on the wire; the names tell which ones are.
    private async Task<bool> IsSecretAsync(Input<string> name)
    {
        var nameData = await name.ToOutput().DataTask.ConfigureAwait(false);
        var secretNames = await SecretOutputNames.DataTask.ConfigureAwait(false);
        return nameData.IsKnown && secretNames.IsKnown && !secretNames.Value.IsDefault
            ? secretNames.Value.Contains(nameData.Value)
            : (await Outputs.DataTask.ConfigureAwait(false)).IsSecret;
    }
}

/// <summary>The arguments of a stack reference.</summary>
public class StackReferenceArgs : ResourceArgs
{
    /// <summary>The name of the stack: <c>organization/project/stack</c>.</summary>
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}

/// <summary>An output of another stack; neither is set if the stack has none of that name.</summary>
public class StackReferenceOutputDetails
{
    public object? Value { get; set; }

    public object? SecretValue { get; set; }
}
