namespace Pulumi;

/// <summary>Settings of how the engine treats a resource of a provider.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    /// <summary>Whether a replacement deletes the old resource first; the provider decides if null.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs to treat as secrets, beside those that the provider names.</summary>
    public List<string> AdditionalSecretOutputs { get; set; } = [];

    /// <summary>The id of an existing resource to bring under management; its inputs must match.</summary>
    public string? ImportId { get; set; }

    /// <summary>
    /// New options of both: values of <paramref name="options2"/> win unless they are null, lists are appended.
    /// </summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = new CustomResourceOptions();
        foreach (var options in new[] { options1, options2 })
        {
            if (options is not null)
                merged.Apply(options);
        }

        return merged;
    }

    internal override CustomResourceOptions Clone() => Merge(this, null);

    private void Apply(CustomResourceOptions other)
    {
        base.Apply(other);
        DeleteBeforeReplace = other.DeleteBeforeReplace ?? DeleteBeforeReplace;
        ImportId = other.ImportId ?? ImportId;
        AdditionalSecretOutputs.AddRange(other.AdditionalSecretOutputs);
    }
}
