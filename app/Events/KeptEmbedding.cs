namespace RoomTypes.Events;

/// <summary>Which embeddings are asked for.</summary>
/// <param name="Model">The model that they are of, name@version.</param>
/// <param name="From">Predictions made before do not count.</param>
/// <param name="Until">Predictions made from this time on do not count.</param>
public sealed record EmbeddingQuery(string Model, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Only those of predictions that feedback says something of.</summary>
    public bool OnlyJudged { get; init; }

    /// <summary>The most that are read, the earliest first.</summary>
    public int Most { get; init; } = int.MaxValue;
}

/// <summary>A prediction's embedding.</summary>
/// <param name="Prediction">The prediction's id.</param>
/// <param name="Time">When it was made.</param>
/// <param name="EntityId">The robot or home; empty if it is not known.</param>
/// <param name="RoomType">The label that was answered.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
/// <param name="Right">The label that the newest feedback calls right; null without feedback.</param>
/// <param name="Vector">The embedding.</param>
public sealed record KeptEmbedding(Guid Prediction, DateTimeOffset Time, string EntityId, string RoomType, double Confidence, string? Right, Half[] Vector)
{
    /// <summary>As of <see cref="Events.Prediction.UnknownScore"/>.</summary>
    public double? UnknownScore { get; init; }

    /// <summary>Null where it was kept by an older program.</summary>
    public KeptQuality? Quality { get; init; }
}

/// <summary>Means over a prediction's pictures of what their pixels say of the camera, as of <see cref="RoomTypes.Decoding"/>'s PictureQuality.</summary>
/// <param name="Brightness">0 (black) to 1 (white).</param>
/// <param name="Sharpness">In squared steps of 0 to 255.</param>
/// <param name="Megapixels">Of the pictures as they were sent.</param>
public sealed record KeptQuality(double Brightness, double Sharpness, double Megapixels);
