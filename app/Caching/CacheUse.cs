namespace RoomTypes.Caching;

/// <summary>What a request lets the cache do.</summary>
[Flags]
public enum CacheUse
{
    /// <summary>Nothing: <c>Cache-Control: no-store</c>.</summary>
    None = 0,

    /// <summary>Answer from what is kept.</summary>
    Read = 1,

    /// <summary>Keep the answer; alone it is <c>Cache-Control: no-cache</c>.</summary>
    Keep = 2,

    /// <summary>Both.</summary>
    Full = Read | Keep,
}
