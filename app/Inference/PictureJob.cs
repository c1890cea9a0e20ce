using RoomTypes.Decoding;

namespace RoomTypes.Inference;

/// <summary>One picture to be decoded once and shown to one or more models.</summary>
/// <param name="image">The file's bytes; they must stay as they are until the batch is done.</param>
/// <param name="models">The models to run.</param>
/// <param name="cost">What decoding will cost.</param>
public sealed class PictureJob(ReadOnlyMemory<byte> image, IReadOnlyList<ModelSession> models, ImageCost cost = default)
{
    /// <summary>Samples whose decoding takes as long as a run of a model: 15 ms of a core of 2023, at 8 ns a sample.</summary>
    internal const double SamplesOfARun = 2e6;

    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> Image { get; } = image;

    /// <summary>The models to run.</summary>
    public IReadOnlyList<ModelSession> Models { get; } = models;

    /// <summary>What decoding will cost, told by the file's header.</summary>
    public ImageCost Cost { get; } = cost;

    /// <summary>What the work is expected to take, in runs of a model. It decides whose turn it is and how long a wait is expected to be.</summary>
    public double Work => Models.Count + (Cost.Samples / SamplesOfARun);

    /// <summary>Probabilities by model and label; set when there is no failure.</summary>
    public float[][]? Probabilities { get; internal set; }

    /// <summary>The energies (see <see cref="Energy"/>) by model, set with the probabilities; NaN where a model tells none.</summary>
    public float[]? Energies { get; internal set; }

    /// <summary>Labels to explain beside the most probable one; null to explain nothing. The models must be able to.</summary>
    public IReadOnlyList<string>? Explain { get; init; }

    /// <summary>What explains the answers, by model; set with the probabilities where it was asked for.</summary>
    public ClassActivation[][]? Maps { get; internal set; }

    /// <summary>Whether the models' embeddings of the picture are told too.</summary>
    public bool Embed { get; init; }

    /// <summary>The embeddings, by model; null where it was not asked for, or the answer was not made for this request.</summary>
    public float[]?[]? Embeddings { get; internal set; }

    /// <summary>What the pixels say of the camera; null where embeddings were not asked for, or no model ran for this request.</summary>
    public PictureQuality? Quality { get; internal set; }

    /// <summary>Why the picture could not be read.</summary>
    public ImageRejectedException? Rejection { get; internal set; }

    /// <summary>Time spent waiting for a worker.</summary>
    public TimeSpan Queued { get; internal set; }

    /// <summary>Time spent decoding and resizing.</summary>
    public TimeSpan Decoding { get; internal set; }

    /// <summary>Time spent in the models.</summary>
    public TimeSpan Inferring { get; internal set; }

    /// <summary>Time in the models that kept answers spared.</summary>
    public TimeSpan Spared { get; internal set; }

    /// <summary>Whether work on it was done for this request, and not all of its answers had been kept.</summary>
    public bool HasRun { get; internal set; }

    /// <summary>Told when a worker is done with it, on that worker's thread.</summary>
    internal Action<PictureJob>? Done { get; set; }
}
