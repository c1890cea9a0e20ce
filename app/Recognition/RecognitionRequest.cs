using RoomTypes.Caching;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>A request as read from any content type; see recognize.proto for the meaning and limits of each value.</summary>
/// <remarks>Pictures point into pooled memory that <see cref="Dispose"/> gives back.</remarks>
public sealed class RecognitionRequest : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Names the request; empty if the caller did not.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>The unit of experiment assignment; may be empty.</summary>
    public string EntityId { get; set; } = "";

    /// <summary>The mission that took the pictures; may be empty.</summary>
    public string MissionId { get; set; } = "";

    /// <summary>Facts for segments.</summary>
    public Dictionary<string, string> Attributes { get; } = [];

    /// <summary>The rooms and their pictures.</summary>
    public List<RoomPictures> Rooms { get; } = [];

    /// <summary>Models asked for, as written.</summary>
    public List<string> Models { get; } = [];

    /// <summary>The same, read; filled by validation.</summary>
    public List<ModelReference> ModelReferences { get; } = [];

    /// <summary>The labels of the first model that answers, in the order of its probabilities; set when it is chosen.</summary>
    public IReadOnlyList<string> Labels { get; internal set; } = [];

    /// <summary>Scores wanted a room; 0 for all.</summary>
    public uint TopK { get; set; }

    /// <summary>Whether rooms may be answered as unknown.</summary>
    public bool AllowUnknown { get; set; }

    /// <summary>Whether to explain each picture's most probable label.</summary>
    public bool Explain { get; set; }

    /// <summary>Labels to explain too.</summary>
    public List<string> ExplainLabels { get; } = [];

    /// <summary>Labels to explain beside the most probable one; null to explain nothing.</summary>
    internal IReadOnlyList<string>? Explained => Explain || ExplainLabels.Count > 0 ? ExplainLabels : null;

    /// <summary>What the request lets the cache do: explanations are not kept.</summary>
    public CacheUse Cache
    {
        get => Explained is null ? field : CacheUse.None;
        init;
    } = CacheUse.Full;

    /// <summary>The most pictures, and so rooms, that may be added: a body of empty ones must not fill the memory while it is read.</summary>
    public int MostPictures { get; init; } = int.MaxValue;

    /// <summary>The id of the room that pictures without one belong to; null for none.</summary>
    public string? UnnamedRoomId { get; set; }

    /// <summary>How many pictures all rooms have together.</summary>
    public int PictureCount { get; private set; }

    /// <summary>Adds a room.</summary>
    /// <exception cref="ServiceException">There are as many as may be.</exception>
    public RoomPictures AddRoom(string roomId = "")
    {
        if (Rooms.Count == MostPictures) throw RequestRules.TooManyRooms(MostPictures);
        var room = new RoomPictures { RoomId = roomId };
        Rooms.Add(room);
        return room;
    }

    /// <summary>Adds a picture to a room.</summary>
    /// <exception cref="ServiceException">There are as many as may be.</exception>
    public void AddPicture(RoomPictures room, Picture picture)
    {
        if (++PictureCount > MostPictures) throw RequestRules.TooManyPictures(MostPictures);
        room.Pictures.Add(picture);
    }

    /// <summary>Adds a model, as written.</summary>
    /// <exception cref="ServiceException">There are as many as may be.</exception>
    public void AddModel(string model)
    {
        if (Models.Count == RequestRules.MostModels) throw RequestRules.TooManyModels();
        Models.Add(model);
    }

    /// <summary>Adds a label to explain.</summary>
    /// <exception cref="ServiceException">There are as many as may be.</exception>
    public void AddExplainLabel(string label)
    {
        if (ExplainLabels.Count == RequestRules.MostExplainLabels) throw RequestRules.TooManyExplainLabels();
        ExplainLabels.Add(label);
    }

    /// <summary>Adds a fact, or replaces one.</summary>
    /// <exception cref="ServiceException">There are as many as may be.</exception>
    public void SetAttribute(string key, string value)
    {
        Attributes[key] = value;
        if (Attributes.Count > RequestRules.MostAttributes) throw RequestRules.TooManyAttributes();
    }

    /// <summary>Counts what the body and fetched pictures hold; null if nobody does.</summary>
    public MemoryShare? Memory { get; init; }

    /// <summary>The work that is left for when the answer has gone; null for none. It has the pictures' memory then.</summary>
    internal ShadowWork? Shadow { get; set; }

    /// <summary>Gives the pictures' memory to another owner, and what it held of the budget back.</summary>
    internal IReadOnlyList<IDisposable> Detach()
    {
        IDisposable[] owned = [.. _owned];
        _owned.Clear();
        Memory?.Dispose();
        return owned;
    }

    /// <summary>Keeps memory until the request is done.</summary>
    public void Own(IDisposable memory) => _owned.Add(memory);

    /// <summary>The room of that id, added if it is new.</summary>
    public RoomPictures Room(string roomId) => Rooms.Find(room => room.RoomId == roomId) ?? AddRoom(roomId);

    /// <summary>Gives the room without an id the one of <see cref="UnnamedRoomId"/>, once all pictures are there.</summary>
    public void NameUnnamedRoom()
    {
        if (UnnamedRoomId is { } id && Rooms.Find(room => room.RoomId.Length == 0) is { } room) room.RoomId = id;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _owned) memory.Dispose();
        _owned.Clear();
        Memory?.Dispose();
    }
}

/// <summary>A room and its pictures.</summary>
public sealed class RoomPictures
{
    /// <summary>The caller's id.</summary>
    public string RoomId { get; set; } = "";

    /// <summary>The pictures in the caller's order.</summary>
    public List<Picture> Pictures { get; } = [];
}

/// <summary>One picture, as bytes or as an address.</summary>
/// <param name="Content">The file's bytes, in memory that the request owns.</param>
/// <param name="Uri">Where the file lies, if it was not sent.</param>
/// <param name="Failure">Why it could not be fetched, if so.</param>
public readonly record struct Picture(ReadOnlyMemory<byte> Content, string? Uri = null, PictureFailure? Failure = null);

/// <summary>Why a picture could not be read.</summary>
/// <param name="Code">Stable, snake_case, for programs.</param>
/// <param name="Message">For people: the bad value, what is allowed, how to fix it.</param>
public sealed record PictureFailure(string Code, string Message)
{
    /// <summary>What was found, if there is something to show.</summary>
    public string? Value { get; init; }

    /// <summary>What is allowed instead.</summary>
    public string? Limit { get; init; }
}
