namespace Pulumi;

/// <summary>The provider package of a resource, for packages that are parameterized.</summary>
public sealed class RegisterPackageRequest(
    string name,
    string version,
    string? downloadUrl,
    Dictionary<string, byte[]>? checksums = null,
    RegisterPackageRequest.PackageParameterization? parameterization = null)
{
    /// <summary>The name of the plugin.</summary>
    public string Name { get; } = name;

    /// <summary>The version of the plugin.</summary>
    public string Version { get; } = version;

    /// <summary>Where to download the plugin from; empty for the default.</summary>
    public string DownloadUrl { get; } = downloadUrl ?? "";

    /// <summary>The plugin's checksums by platform.</summary>
    public Dictionary<string, byte[]> Checksums { get; } = checksums ?? [];

    public PackageParameterization? Parameterization { get; } = parameterization;

    /// <summary>The package that a parameterized plugin stands for.</summary>
    public sealed class PackageParameterization(string name, string version, byte[] value)
    {
        public string Name { get; } = name;

        public string Version { get; } = version;

        public byte[] Value { get; } = value;
    }
}
