namespace Pulumi;

/// <summary>
/// An earlier identity of a resource: a whole URN, or the parts that differ from today's.
/// At most one of <see cref="Parent"/>, <see cref="ParentUrn"/> and <see cref="NoParent"/> may be set.
/// </summary>
public sealed class Alias
{
    /// <summary>The earlier URN; no other property may be set with it.</summary>
    public string? Urn { get; set; }

    /// <summary>The earlier name, if it differs.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The earlier type, if it differs.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The earlier stack, if it differs.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The earlier project, if it differs.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The earlier parent, if it differs.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The URN of the earlier parent, if it differs.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>Whether the resource had no parent.</summary>
    public bool NoParent { get; set; }
}
