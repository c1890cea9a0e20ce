using RoomTypes.Configuration;
using StackExchange.Redis;

namespace RoomTypes.Caching;

/// <summary>A Redis or Valkey that hosts share, and how it is reached.</summary>
public sealed record RedisOptions
{
    private const int LongestName = 40;

    /// <summary>How to reach Redis or Valkey.</summary>
    /// <value>Default none; as StackExchange.Redis takes it, for example cache:6379,ssl=true,user=rooms,password=secret.</value>
    public string? Connection { get; init; }

    /// <summary>The certificate authority that the server's certificate is of, where it is none of the system's.</summary>
    /// <value>Default none; a path of a PEM file.</value>
    public string? RootCertificate { get; init; }

    /// <summary>Milliseconds that a request waits for the shared cache before it does the work.</summary>
    /// <value>Default 20; 1 to 1,000.</value>
    public required int TimeoutMilliseconds { get; init; }

    /// <summary>The user of an ElastiCache that authenticates by IAM, for whom tokens of 15 minutes are signed with the credentials of the environment.</summary>
    /// <value>Default none: the connection says who, or nobody is asked; 1 to 40 of A-Z a-z 0-9 -.</value>
    public string? IamUser { get; init; }

    /// <summary>The name of that cache, which tokens are for.</summary>
    /// <value>Default none; 1 to 40 of A-Z a-z 0-9 -.</value>
    public string? IamCache { get; init; }

    /// <summary>Whether that cache is a serverless one and no replication group.</summary>
    /// <value>Default true; true or false.</value>
    public required bool IamServerless { get; init; }

    /// <summary>The region that tokens are signed for.</summary>
    /// <value>Default <c>AWS_REGION</c>, else us-east-1; 1 to 40 of A-Z a-z 0-9 -.</value>
    public required string IamRegion { get; init; }

    internal static RedisOptions Read(SettingReader reader)
    {
        const string Allowed = "1 to 40 of A-Z a-z 0-9 -";
        var options = new RedisOptions
        {
            Connection = reader.Text("Cache:Redis:Connection", null, IsConnection, "as StackExchange.Redis takes it, for example cache:6379,ssl=true,user=rooms,password=secret"),
            RootCertificate = reader.Text("Cache:Redis:RootCertificate", null, File.Exists, "a path of a PEM file"),
            TimeoutMilliseconds = reader.Number("Cache:Redis:TimeoutMilliseconds", 20, 1, 1_000, "milliseconds"),
            IamUser = reader.Text("Cache:Redis:IamUser", null, IsName, Allowed),
            IamCache = reader.Text("Cache:Redis:IamCache", null, IsName, Allowed),
            IamServerless = reader.Flag("Cache:Redis:IamServerless", true),
            IamRegion = reader.Text("Cache:Redis:IamRegion", null, IsName, Allowed) ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1",
        };
        reader.Require(
            options.IamUser is null == options.IamCache is null,
            $"{SettingReader.Section}:Cache:Redis:IamUser and {SettingReader.Section}:Cache:Redis:IamCache belong together: set both for an ElastiCache that authenticates by IAM, or none.");
        return options;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static bool IsConnection(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
