using RoomTypes.LocalStack;
using RoomTypes.LocalStack.Parts;
using YamlDotNet.Serialization;

namespace RoomTypes.Tests.LocalStack;

public class StackPartsTests
{
    /// <summary>Who has Docker gets the same: the same settings of the service, with other addresses, and servers that keep their data and come back.</summary>
    [Fact]
    public void Compose_HasTheSameConfiguration()
    {
        var services = new Deserializer().Deserialize<Dictionary<string, Dictionary<string, Dictionary<object, object>>>>(File.ReadAllText(Path.Combine(Repository(), "compose.yaml")))["services"];
        Assert.Equal(["postgres", "redis", "service"], services.Keys);

        const string Password = "${ROOM_TYPE_PASSWORD:-local}";
        var expected = Service.Variables(("postgres", 5432), "redis:6379", Password, keys: null);
        Assert.Equal(expected, ((Dictionary<object, object>)services["service"]["environment"]).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value).OrderBy(pair => pair.Key, StringComparer.Ordinal));

        var postgres = (Dictionary<object, object>)services["postgres"]["environment"];
        Assert.Equal((Postgres.Database, Postgres.Database, Password), (postgres["POSTGRES_USER"], postgres["POSTGRES_DB"], postgres["POSTGRES_PASSWORD"]));
        Assert.All(services.Values, service => Assert.Equal("unless-stopped", service["restart"]));
        Assert.All(new[] { "postgres", "redis" }, name => Assert.True(services[name].ContainsKey("healthcheck") && services[name].ContainsKey("volumes"), name));

        // As the redis of ./run up is told by its file.
        Assert.Equal(
            ["valkey-server", "--requirepass", Password, .. Redis.Limits.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => $"--{line}".Split(' '))],
            ((List<object>)services["redis"]["command"]).Cast<string>());
    }

    [Fact]
    public void Pause_GrowsToItsLongest()
    {
        Assert.Equal(Supervisor.FirstPause, Supervisor.Pause(0));
        Assert.Equal(4 * Supervisor.FirstPause, Supervisor.Pause(2));
        Assert.Equal(Supervisor.LongestPause, Supervisor.Pause(1_000));
    }

    [Fact]
    public void Log_OfATerminal_HasAColourForEachPart()
    {
        var (plain, coloured) = (new StringWriter(), new StringWriter());
        foreach (var log in new[] { new StackLog(plain, isColoured: false), new StackLog(coloured, isColoured: true) })
        {
            log.Write("redis", "one");
            log.Write("service", "two");
        }

        Assert.Equal("redis    | one\nservice  | two\n", plain.ToString());
        Assert.Equal("\e[36mredis    |\e[0m one\n\e[35mservice  |\e[0m two\n", coloured.ToString());
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RoomTypeInfra.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
