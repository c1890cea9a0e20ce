using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Load;

/// <summary>A kind of request of a mix.</summary>
/// <param name="Content">What is sent.</param>
/// <param name="ContentType">Its type.</param>
public sealed record Body(ReadOnlyMemory<byte> Content, string ContentType);

/// <summary>The requests of a load: which, and how often each.</summary>
public sealed class Mix
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];
    private readonly List<(double Until, Body[] Bodies)> _kinds = [];
    private readonly double _weight;

    private Mix(IEnumerable<(double Weight, Body[] Bodies)> kinds)
    {
        foreach (var (weight, bodies) in kinds) _kinds.Add((_weight += weight, bodies));
    }

    /// <summary>One picture a request, each of a folder as often as the others.</summary>
    /// <exception cref="LoadException">There are none.</exception>
    public static Mix OfFolder(string folder) => new([(1, Bodies(new Kind([folder]), "."))]);

    /// <summary>
    /// What a file says, as JSON: {"requests": [{"weight": 9, "pictures": ["kitchen.jpg", "folder"], "perRequest": 1, "models": ["room-type@3"]}]}.
    /// Paths are relative to the file.
    /// </summary>
    /// <exception cref="LoadException">It cannot be read, or says what cannot be.</exception>
    public static Mix Read(string file)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(file), MixJson.Default.MixDocument);
            if (document?.Requests is not { Count: > 0 } kinds) throw new LoadException($"{file} has no \"requests\"; allowed is a list of at least one.");
            if (kinds.FirstOrDefault(kind => !(kind.Weight > 0 && double.IsFinite(kind.Weight))) is { } bad) throw new LoadException($"{file} has a weight of {bad.Weight}; allowed is a number over 0.");
            return new Mix(kinds.Select(kind => (kind.Weight, Bodies(kind, Path.GetDirectoryName(Path.GetFullPath(file))!))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new LoadException($"The mix {file} cannot be read: {exception.Message}");
        }
    }

    /// <summary>The next request, by chance.</summary>
    public Body Next(Random random)
    {
        var at = random.NextDouble() * _weight;
        var bodies = _kinds.Find(kind => at < kind.Until).Bodies ?? _kinds[^1].Bodies;
        return bodies[random.Next(bodies.Length)];
    }

    private static Body[] Bodies(Kind kind, string root)
    {
        var pictures = kind.Pictures.SelectMany(path => Files(Path.Combine(root, path))).Select(File.ReadAllBytes).ToList();
        if (pictures.Count == 0) throw new LoadException($"There are no pictures at {string.Join(", ", kind.Pictures)}; allowed are {string.Join(" ", Extensions)} files and folders of them.");
        if (kind.PerRequest < 1) throw new LoadException($"perRequest is {kind.PerRequest}; allowed is 1 or more.");
        return [.. Enumerable.Range(0, pictures.Count).Select(first => Request(kind, pictures, first))];
    }

    private static Body Request(Kind kind, List<byte[]> pictures, int first)
    {
        if (kind.PerRequest == 1 && kind.Models.Count == 0) return new Body(pictures[first], "image/jpeg");
        var room = new Room();
        for (var i = 0; i < kind.PerRequest; i++) room.Images.Add(new Image { Content = UnsafeByteOperations.UnsafeWrap(pictures[(first + i) % pictures.Count]) });
        return new Body(new RecognizeRequest { Rooms = { room }, Models = { kind.Models } }.ToByteArray(), "application/x-protobuf");
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)
        : [path];
}

/// <summary>A mix as it is written.</summary>
internal sealed record MixDocument(IReadOnlyList<Kind> Requests);

/// <summary>A kind of request as it is written.</summary>
// Not init: what the file leaves out would be 0 then.
internal sealed record Kind(IReadOnlyList<string> Pictures)
{
    public double Weight { get; set; } = 1;

    public int PerRequest { get; set; } = 1;

    public IReadOnlyList<string> Models { get; set; } = [];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MixDocument))]
internal sealed partial class MixJson : JsonSerializerContext;
