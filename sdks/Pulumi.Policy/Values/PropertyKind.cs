namespace Pulumi.Policy;

/// <summary>What a <see cref="PropertyValue"/> is.</summary>
public enum PropertyKind
{
    /// <summary>There is no such value.</summary>
    Undefined,

    /// <summary>It is null.</summary>
    Null,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A number; all are doubles.</summary>
    Number,

    /// <summary>A text.</summary>
    String,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map.</summary>
    Map,

    /// <summary>An asset: its map has one of <c>text</c>, <c>path</c> and <c>uri</c>.</summary>
    Asset,

    /// <summary>An archive: its map has one of <c>assets</c>, <c>path</c> and <c>uri</c>.</summary>
    Archive,

    /// <summary>A resource: its map has <c>urn</c> and, of one that a provider manages, <c>id</c>.</summary>
    Resource,
}
