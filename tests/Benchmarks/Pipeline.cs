using Microsoft.Extensions.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Benchmarks;

/// <summary>The service's own decoder and models, without the service.</summary>
internal sealed class Pipeline
{
    public required ModelCatalog Catalog { get; init; }

    public required ImageDecoder Decoder { get; init; }

    /// <summary>The sample pictures, in order of name.</summary>
    public static IReadOnlyList<byte[]> Pictures { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples"), "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
    ];

    public static async Task<Pipeline> LoadAsync()
    {
        var options = ServiceOptions.Read(new ConfigurationBuilder().Build());
        return new Pipeline
        {
            Catalog = await new ModelLoader(new FolderModelSource(options.Models.Source), options.Models).LoadAsync(CancellationToken.None),
            Decoder = new ImageDecoder(options.Decoding),
        };
    }

    public Worker Worker() => new(Decoder, Catalog);

    public PictureJob Job(int picture) => new(Pictures[picture % Pictures.Count], [Catalog.Default]);
}
