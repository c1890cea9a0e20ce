using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Content that a resource takes: a single blob or a collection of blobs.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string signature, string propertyName, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Signature = signature;
        PropertyName = propertyName;
        Value = value;
    }

    internal string Signature { get; }

    internal string PropertyName { get; }

    /// <summary>A text, a path, a URI, or a map of names to contents.</summary>
    internal object Value { get; }

    /// <summary>What stands for a provider's answer that is no <paramref name="kind"/> of content, as happens after an import.</summary>
    internal static AssetOrArchive Invalid(Type kind) => kind == typeof(Archive) ? new InvalidArchive() : new InvalidAsset();
}

/// <summary>A single blob of text or data.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(string propertyName, object value)
        : base(Serialization.Constants.AssetSignature, propertyName, value)
    {
    }
}

/// <summary>An asset from a file.</summary>
public sealed class FileAsset(string path) : Asset(Serialization.Constants.PathProperty, path);

/// <summary>An asset from a text (UTF-8).</summary>
public sealed class StringAsset(string text) : Asset(Serialization.Constants.TextProperty, text);

/// <summary>An asset from a <c>file</c>, <c>http</c> or <c>https</c> URI.</summary>
public sealed class RemoteAsset(string uri) : Asset(Serialization.Constants.UriProperty, uri);

/// <summary>A collection of named assets.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(string propertyName, object value)
        : base(Serialization.Constants.ArchiveSignature, propertyName, value)
    {
    }
}

/// <summary>An archive of named assets and archives.</summary>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets)
    : Archive(Serialization.Constants.AssetsProperty, assets.ToImmutableDictionary());

/// <summary>An archive from a folder or a .tar, .tar.gz or .zip file.</summary>
public sealed class FileArchive(string path) : Archive(Serialization.Constants.PathProperty, path);

/// <summary>An archive from a <c>file</c>, <c>http</c> or <c>https</c> URI.</summary>
public sealed class RemoteArchive(string uri) : Archive(Serialization.Constants.UriProperty, uri);

/// <summary>In place of an asset that a provider did not answer with.</summary>
internal sealed class InvalidAsset() : Asset(Serialization.Constants.TextProperty, "");

/// <summary>In place of an archive that a provider did not answer with.</summary>
internal sealed class InvalidArchive() : Archive(Serialization.Constants.AssetsProperty, ImmutableDictionary<string, AssetOrArchive>.Empty);
