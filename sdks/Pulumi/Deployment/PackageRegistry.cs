using System.Collections.Concurrent;
using Google.Protobuf;

namespace Pulumi;

/// <summary>Registers parameterized packages with the engine, each once.</summary>
internal sealed class PackageRegistry(Deployment deployment)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _references = new();

    /// <summary>The engine's reference of a package; empty if the resource names none.</summary>
    public Task<string> GetReferenceAsync(RegisterPackageRequest? package)
        => package is null ? Task.FromResult("") : _references.GetOrAdd(KeyOf(package), _ => new(() => RegisterAsync(package))).Value;

    private async Task<string> RegisterAsync(RegisterPackageRequest package)
    {
        if (!await deployment.SupportsAsync(Features.Parameterization).ConfigureAwait(false))
            throw new InvalidOperationException("The Pulumi CLI does not support parameterization. Please update the Pulumi CLI.");

        var request = new Pulumirpc.RegisterPackageRequest
        {
            Name = package.Name,
            Version = package.Version,
            DownloadUrl = package.DownloadUrl,
        };
        foreach (var (platform, checksum) in package.Checksums)
            request.Checksums.Add(platform, ByteString.CopyFrom(checksum));
        if (package.Parameterization is { } parameterization)
        {
            request.Parameterization = new()
            {
                Name = parameterization.Name,
                Version = parameterization.Version,
                Value = ByteString.CopyFrom(parameterization.Value),
            };
        }

        return (await deployment.Monitor.RegisterPackageAsync(request).ConfigureAwait(false)).Ref;
    }

    private static string KeyOf(RegisterPackageRequest package) => string.Join(
        '\n',
        package.Name,
        package.Version,
        package.DownloadUrl,
        package.Parameterization?.Name,
        package.Parameterization?.Version,
        Convert.ToHexString(package.Parameterization?.Value ?? []));
}
