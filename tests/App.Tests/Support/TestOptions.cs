using Microsoft.Extensions.Configuration;
using RoomTypes.Hosting;

namespace RoomTypes.Tests.Support;

internal static class TestOptions
{
    /// <summary>Options with settings such as "Http:MaxImages=2".</summary>
    public static ServiceOptions Read(params string[] settings) => ServiceOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"RoomType:{pair[0]}", (string?)pair[1])))
        .Build());
}
