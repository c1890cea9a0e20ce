using RoomTypes.Experiments;
using RoomTypes.Inference;

namespace RoomTypes.Recognition;

/// <summary>The pictures of an answered request that a second model is still to see.</summary>
/// <param name="shadow">The plan's.</param>
/// <param name="model">The second model.</param>
/// <param name="entityId">The request's; may be empty.</param>
/// <param name="allowUnknown">Whether the request allowed rooms to be unknown.</param>
/// <param name="answered">When it was answered.</param>
/// <param name="rooms">What was answered, and what is to be shown.</param>
/// <param name="held">What the pictures lie in, and the models.</param>
/// <param name="bytes">How much that is.</param>
internal sealed class ShadowWork(
    Shadow shadow, ModelSession model, string entityId, bool allowUnknown, DateTimeOffset answered, IReadOnlyList<ShadowRoom> rooms, IReadOnlyList<IDisposable> held, long bytes) : IDisposable
{
    public Shadow Shadow { get; } = shadow;

    public ModelSession Model { get; } = model;

    public string EntityId { get; } = entityId;

    public bool AllowUnknown { get; } = allowUnknown;

    public DateTimeOffset Answered { get; } = answered;

    public IReadOnlyList<ShadowRoom> Rooms { get; } = rooms;

    public long Bytes { get; } = bytes;

    public void Dispose()
    {
        foreach (var owned in held) owned.Dispose();
    }
}

/// <summary>A room of it.</summary>
/// <param name="Prediction">The id of what was answered.</param>
/// <param name="AnsweredMilliseconds">What the model that answered took.</param>
/// <param name="Jobs">The pictures that could be read.</param>
internal sealed record ShadowRoom(Guid Prediction, double AnsweredMilliseconds, IReadOnlyList<PictureJob> Jobs);
