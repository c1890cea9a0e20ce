using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3.Model;
using Microsoft.Extensions.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Models;
using RoomTypes.Storage;

namespace RoomTypes.Tracking;

/// <summary>Runs in a folder or under a prefix of S3: a folder a run, which is written once and never changed.</summary>
/// <param name="location">A folder, or s3://bucket/prefix.</param>
/// <param name="storage">The client of S3.</param>
public sealed class RunStore(string location, S3Storage storage)
{
    /// <summary>The location of runs that are not recorded.</summary>
    public const string None = "none";

    private readonly S3Address? _address = S3Address.TryParse(location, out var address) ? address : null;

    /// <summary>Records a run with its report, by the settings of the environment.</summary>
    /// <param name="location">A folder, or s3://bucket/prefix.</param>
    /// <param name="run">The run.</param>
    /// <param name="name">The report's name.</param>
    /// <param name="write">Writes the report.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The run's id.</returns>
    /// <exception cref="RegistryException">It cannot be written.</exception>
    public static async Task<string> RecordAsync(string location, RunRecord run, string name, Action<Stream> write, CancellationToken cancellationToken)
    {
        using var storage = OpenStorage();
        using var report = new MemoryStream();
        write(report);
        return (await new RunStore(location, storage).AddAsync(run, new Dictionary<string, byte[]> { [name] = report.ToArray() }, cancellationToken)).Id;
    }

    /// <summary>The client of S3 that the settings of the environment ask for.</summary>
    public static S3Storage OpenStorage() => new(ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Storage);

    /// <summary>Records a run with files of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifacts">Names and bytes of its files.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The run with the digests of its files.</returns>
    /// <exception cref="RegistryException">It cannot be written.</exception>
    public async Task<RunRecord> AddAsync(RunRecord run, IReadOnlyDictionary<string, byte[]> artifacts, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("run-");
        try
        {
            foreach (var (name, bytes) in artifacts) await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), bytes, cancellationToken);
            run = run with { Artifacts = artifacts.ToDictionary(artifact => artifact.Key, artifact => Digest.Compute(artifact.Value)) };
            var json = JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunRecord);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, RunRecord.File), json, cancellationToken);
            var files = new Dictionary<string, string>(run.Artifacts) { [RunRecord.File] = Digest.Compute(json) };
            await ModelRegistryStores.Open(location, storage).PutAsync(folder.FullName, files, run.Id, cancellationToken);
            return run;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Every run, the latest first; none where there is no store yet.</summary>
    /// <exception cref="RegistryException">They cannot be read, or one is no run.</exception>
    public async Task<IReadOnlyList<RunRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var runs = _address is { } address ? await ReadObjectsAsync(address, cancellationToken) : await ReadFilesAsync(cancellationToken);
            return [.. runs.OrderByDescending(run => run.Id, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new RegistryException(RegistryFault.Unavailable, $"The runs of {location} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The bytes of a run's file.</summary>
    public async Task<byte[]> ReadArtifactAsync(RunRecord run, string name, CancellationToken cancellationToken = default) => _address is { } address
        ? await S3Objects.ReadAsync(storage, address.Append($"{run.Id}/{name}"), null, cancellationToken)
        : await File.ReadAllBytesAsync(Path.Combine(location, run.Id, name), cancellationToken);

    private async Task<List<RunRecord>> ReadFilesAsync(CancellationToken cancellationToken)
    {
        List<RunRecord> runs = [];
        if (!Directory.Exists(location)) return runs;
        foreach (var folder in Directory.EnumerateDirectories(location))
        {
            var file = Path.Combine(folder, RunRecord.File);
            if (File.Exists(file)) runs.Add(Parse(file, await File.ReadAllBytesAsync(file, cancellationToken)));
        }

        return runs;
    }

    private async Task<List<RunRecord>> ReadObjectsAsync(S3Address address, CancellationToken cancellationToken)
    {
        List<RunRecord> runs = [];
        var root = address.Key.Length == 0 ? "" : $"{address.Key.TrimEnd('/')}/";
        var pages = storage.Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = address.Bucket, Prefix = root });
        await foreach (var item in pages.S3Objects.WithCancellation(cancellationToken))
        {
            if (item.Key[root.Length..].Split('/') is not [_, RunRecord.File]) continue;
            runs.Add(Parse(item.Key, await S3Objects.ReadAsync(storage, address.Append(item.Key[root.Length..]), null, cancellationToken)));
        }

        return runs;
    }

    private static RunRecord Parse(string file, byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RunJson.Default.RunRecord) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            throw new RegistryException(RegistryFault.Invalid, $"{file} is no run: {exception.Message}. Move it away.", exception);
        }
    }
}
