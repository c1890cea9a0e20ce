using RoomTypes.Configuration;

namespace RoomTypes.Caching;

/// <summary>Where answers are kept.</summary>
public enum CacheLevel
{
    /// <summary>Nowhere: every picture is decoded and shown to its models.</summary>
    None,

    /// <summary>In the process's memory.</summary>
    Memory,

    /// <summary>There, and in a Redis or Valkey that hosts share.</summary>
    Redis,
}

/// <summary>What is kept of answers, where and for how long.</summary>
public sealed record CacheOptions
{
    /// <summary>Where a model's probabilities for a picture are kept, so that the same picture is answered without running the model again.</summary>
    /// <value>Default <c>memory</c>, in Lambda <c>none</c>; none, memory or redis.</value>
    public required CacheLevel Level { get; init; }

    /// <summary>The most memory that kept answers take, in bytes; one takes about 280, so 16 MiB hold 50,000.</summary>
    /// <value>Default 16,777,216; 65,536 to 17,179,869,184.</value>
    public required long MaxBytes { get; init; }

    /// <summary>Seconds after which an answer is not used any more, less up to a tenth by chance, so that those made together do not end together.</summary>
    /// <value>Default 86,400; 1 to 2,592,000.</value>
    public required int TtlSeconds { get; init; }

    /// <summary>The shared cache, where the level is redis.</summary>
    public required RedisOptions Redis { get; init; }

    internal static CacheOptions Read(SettingReader reader)
    {
        var options = new CacheOptions
        {
            Level = reader.Text("Cache:Level", null, text => Parse(text) is not null, "none, memory or redis") is { } level
                ? Parse(level) ?? CacheLevel.None
                : Platform.IsLambda ? CacheLevel.None : CacheLevel.Memory,
            MaxBytes = reader.LargeNumber("Cache:MaxBytes", 16L << 20, 64L << 10, 16L << 30, "bytes"),
            TtlSeconds = reader.Number("Cache:TtlSeconds", 86_400, 1, 2_592_000, "seconds"),
            Redis = RedisOptions.Read(reader),
        };
        reader.Require(
            options.Level != CacheLevel.Redis || options.Redis.Connection is not null,
            $"{SettingReader.Section}:Cache:Level is 'redis' but {SettingReader.Section}:Cache:Redis:Connection is missing: set it, for example to 'cache:6379,ssl=true'.");
        return options;
    }

    private static CacheLevel? Parse(string text) => text.ToUpperInvariant() switch
    {
        "NONE" => CacheLevel.None,
        "MEMORY" => CacheLevel.Memory,
        "REDIS" => CacheLevel.Redis,
        _ => null,
    };
}
