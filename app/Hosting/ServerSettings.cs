namespace RoomTypes.Hosting;

/// <summary>Where the settings of the server come from.</summary>
internal static class ServerSettings
{
    /// <summary>Where the server listens if nothing says so.</summary>
    public const string DefaultUrl = "http://localhost:8080";

    /// <summary>Where it listens as SageMaker's container.</summary>
    public const string ContainerUrl = "http://*:8080";

    /// <summary>The environment, over it the arguments.</summary>
    public static T AddServerSettings<T>(this T configuration, string[] arguments)
        where T : IConfigurationBuilder
    {
        configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine(arguments);
        return configuration;
    }
}
