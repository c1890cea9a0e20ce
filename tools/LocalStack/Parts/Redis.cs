using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RoomTypes.LocalStack.Parts;

/// <summary>Redis or Valkey: what is lost of it is made again.</summary>
internal sealed class Redis(StackOptions options, string password) : Part
{
    /// <summary>How much it keeps, and how often on its disk.</summary>
    public const string Limits = "save 60 1\nmaxmemory 128mb\nmaxmemory-policy allkeys-lru\nloglevel warning\n";

    private const string Account = "redis";

    private string Settings => Path.Combine(options.Of(Name), "redis.conf");

    /// <inheritdoc/>
    public override string Name => "redis";

    /// <inheritdoc/>
    public override int Port => options.RedisPort;

    /// <inheritdoc/>
    public override async Task PrepareAsync()
    {
        Directory.CreateDirectory(options.Of(Name));
        // In a file: anybody may see arguments.
        Secrets.Write(Settings, $"bind 127.0.0.1\nport {Port}\nrequirepass {password}\ndir \"{options.Of(Name)}\"\n{Limits}");
        await Accounts.OwnAsync(options.Of(Name), Account);
    }

    /// <inheritdoc/>
    public override Launch Launch() => new(Programs.Redis(), [Settings], Account);

    /// <inheritdoc/>
    public override async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\nQUIT\r\n"), cancellationToken);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(cancellationToken)).Contains("+PONG", StringComparison.Ordinal);
    }
}
