using RoomTypes.Caching;
using RoomTypes.Decoding;
using RoomTypes.Events;
using RoomTypes.Inference;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>The work on one room's pictures, by their place; pictures that could not be fetched have none.</summary>
internal sealed class RoomJobs
{
    public RoomJobs(RoomPictures room, IReadOnlyList<ModelSession> models, IReadOnlyList<string>? explain, bool embed, ImageDecoder decoder)
    {
        Room = room;
        for (var i = 0; i < room.Pictures.Count; i++)
        {
            if (room.Pictures[i].Failure is not null) continue;
            var image = room.Pictures[i].Content;
            Jobs.Add(i, new PictureJob(image, models, decoder.CostOf(image.Span)) { Explain = explain, Embed = embed });
        }
    }

    public RoomPictures Room { get; }

    public SortedList<int, PictureJob> Jobs { get; } = [];

    /// <summary>Pictures that could not be read, in order.</summary>
    public IEnumerable<(int Index, PictureFailure Failure)> Failures
    {
        get
        {
            for (var i = 0; i < Room.Pictures.Count; i++)
            {
                if (Failure(i) is { } failure) yield return (i, failure);
            }
        }
    }

    /// <summary>What a model says of each picture that could be read.</summary>
    public List<float[]> Probabilities(int model) =>
        [.. Jobs.Values.Where(job => job.Probabilities is not null).Select(job => job.Probabilities![model])];

    /// <summary>The energies of these pictures.</summary>
    public List<float> Energies(int model) =>
        [.. Jobs.Values.Where(job => job.Energies is not null).Select(job => job.Energies![model])];

    /// <summary>
    /// The mean of a model's embeddings of the pictures that could be read. Its head makes the room's answer of it: pictures are joined by
    /// averaging their logits (<see cref="LogAverage"/>). Null where one of them was not made for this request.
    /// </summary>
    public Half[]? Embedding(int model)
    {
        var pictures = Jobs.Values.Where(job => job.Probabilities is not null).Select(job => job.Embeddings?[model]).ToList();
        if (pictures.Count == 0 || pictures.Contains(null)) return null;
        return [.. Enumerable.Range(0, pictures[0]!.Length).Select(channel => (Half)pictures.Average(picture => picture![channel]))];
    }

    /// <summary>The means of what the pixels of these pictures say of the camera; null where one of them was not decoded for this request.</summary>
    public KeptQuality? Quality()
    {
        var pictures = Jobs.Values.Where(job => job.Probabilities is not null).Select(job => job.Quality).ToList();
        if (pictures.Count == 0 || pictures.Contains(null)) return null;
        return new(pictures.Average(own => own!.Value.Brightness), pictures.Average(own => own!.Value.Sharpness), pictures.Average(own => own!.Value.Megapixels));
    }

    /// <summary>What explains a model's answers, by the pictures' places; empty where it was not asked for.</summary>
    public IEnumerable<(int Index, ClassActivation[] Maps)> Maps(int model) =>
        Jobs.Where(job => job.Value.Maps is not null).Select(job => (job.Key, job.Value.Maps![model]));

    /// <summary>How the cache took part in each picture.</summary>
    public IEnumerable<CacheStatus> CacheStatuses(CacheUse use) => Enumerable.Range(0, Room.Pictures.Count).Select(index => CacheStatus(index, use));

    private CacheStatus CacheStatus(int index, CacheUse use) => Jobs.GetValueOrDefault(index) switch
    {
        null => V1.CacheStatus.Unspecified,
        _ when !use.HasFlag(CacheUse.Read) => V1.CacheStatus.Bypass,
        { HasRun: false, Probabilities: not null } => V1.CacheStatus.Hit,
        _ => V1.CacheStatus.Miss,
    };

    private PictureFailure? Failure(int index) =>
        Room.Pictures[index].Failure ?? (Jobs[index].Rejection is { } rejection ? new PictureFailure(rejection.Code, rejection.Message) { Value = rejection.Value, Limit = rejection.Limit } : null);
}
