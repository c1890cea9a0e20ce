namespace Stacks.Configuration;

/// <summary>Where answers are kept, so that a picture that comes again is not recognised again.</summary>
public sealed record CacheSettings
{
    /// <summary>The kind that keeps nothing.</summary>
    internal const string None = "none";

    /// <summary>none, memory or redis.</summary>
    public required string Kind { get; init; }

    /// <summary>Most gigabytes that the shared cache keeps.</summary>
    public required int MostGigabytes { get; init; }

    /// <summary>Most ElastiCache processing units a second: about as many gets, or sets, of an answer.</summary>
    public required int MostUnits { get; init; }

    /// <summary>Whether containers share one.</summary>
    internal bool IsShared => Kind == "redis";

    internal static CacheSettings Read(ConfigReader reader) => new()
    {
        Kind = reader.OneOf("cache", "memory", "Where answers are kept, so that a picture that comes again is not recognised again: memory in each container alone, and with redis also in an ElastiCache Serverless that they share; a function keeps none", "none", "memory", "redis"),
        MostGigabytes = reader.Between("cacheMaxGb", 1, 1, 5_000, "Most gigabytes that the shared cache keeps, of about four million answers each"),
        MostUnits = reader.Between("cacheMaxUnitsPerSecond", 5_000, 1_000, 15_000_000, "Most processing units of the shared cache a second, about one for each answer that is read or kept"),
    };
}
