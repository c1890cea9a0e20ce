using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Rendering;
using RoomTypes.Configuration;
using RoomTypes.Evaluate;
using RoomTypes.Hosting;
using RoomTypes.Models;
using RoomTypes.Reporting;
using RoomTypes.Storage;
using Spectre.Console;

namespace RoomTypes.ModelTool;

/// <summary>What every command has: the registry, the form of the answer, and what becomes of failures.</summary>
internal static class ModelCommand
{
    /// <summary>It was refused, or what was asked about is not as it should be.</summary>
    public const int Refused = 1;

    /// <summary>It could not be tried: a setting, a file, the store.</summary>
    public const int Failed = 2;

    /// <summary>Where the registry is.</summary>
    public static Option<string> Models { get; } = new("--models")
    {
        Description = "The registry: a folder, s3://bucket/prefix or, only to read, mlflow:http://host:port/model (S3 as the service is told it: RoomType__Storage__Endpoint and so on)",
        DefaultValueFactory = _ => "models",
        Recursive = true,
    };

    /// <summary>The form of the answer.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object and no tables" };

    /// <summary>Who decides.</summary>
    public static Option<string> By { get; } = new("--by") { Description = "Who decides, for the record; default: who is logged in", DefaultValueFactory = _ => Environment.UserName };

    /// <summary>Why.</summary>
    public static Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the record" };

    /// <summary>A version as an argument.</summary>
    public static Argument<string> Version(string name = "MODEL") => new(name) { Description = "name@version or name@alias, for example room-type@3 or room-type@challenger" };

    /// <summary>Lets a command do something with the registry.</summary>
    public static void Does(this Command command, Func<ParseResult, Session, CancellationToken, Task<int>> act) => command.SetAction(async (arguments, cancellation) =>
    {
        var error = Unbroken(Consoles.Error(), Console.IsErrorRedirected);
        try
        {
            using var session = Session.Open(arguments.GetRequiredValue(Models), Unbroken(Consoles.Output(), Console.IsOutputRedirected), error);
            return await act(arguments, session, cancellation);
        }
        catch (RegistryException exception)
        {
            error.WritePlainLine($"[red]{exception.Message}[/]");
            return exception.Fault == RegistryFault.Unavailable ? Failed : Refused;
        }
        catch (Exception exception) when (exception is ModelUnavailableException or InvalidSettingsException or ServiceException or EvaluationException or ResultsUnavailableException or IOException)
        {
            error.WritePlainLine($"[red]{exception.Message}[/]");
            return Failed;
        }
    });

    /// <summary>The version that a text names.</summary>
    /// <exception cref="RegistryException">It names none.</exception>
    public static ModelReference Reference(string text) => ModelReference.TryParse(text, out var reference)
        ? reference
        : throw new RegistryException(RegistryFault.Invalid, $"'{text}' is no model; allowed is name@version or name@alias, for example room-type@3.");

    // Programs read lines: where nobody looks at a terminal, sentences are not broken.
    private static IAnsiConsole Unbroken(IAnsiConsole console, bool isRedirected)
    {
        const int Wide = 1_000;
        if (isRedirected) console.Profile.Width = Wide;
        return console;
    }
}

/// <summary>A registry that a command works on.</summary>
internal sealed class Session : IDisposable
{
    private readonly S3Storage _storage;

    private Session(ServiceOptions options, IAnsiConsole console, IAnsiConsole error)
    {
        _storage = new S3Storage(options.Storage);
        (Options, Console, Error) = (options, console, error);
        Source = ModelSources.Open(options.Models, _storage, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Store = ModelRegistryStores.Open(options.Models.Source, _storage, Source);
        Editor = new(Store, TimeProvider.System);
    }

    /// <summary>The service's settings, with this registry as its source.</summary>
    public ServiceOptions Options { get; }

    /// <summary>The standard output.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The standard error.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>The registry.</summary>
    public IModelRegistryStore Store { get; }

    /// <summary>What changes it.</summary>
    public ModelRegistryEditor Editor { get; }

    /// <summary>What reads its files.</summary>
    public IModelSource Source { get; }

    /// <summary>Opens one.</summary>
    /// <exception cref="InvalidSettingsException">A setting of the environment, or the source, cannot be used.</exception>
    public static Session Open(string models, IAnsiConsole console, IAnsiConsole error) => new(
        ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(new Dictionary<string, string?> { ["RoomType:Models:Source"] = models }).Build()),
        console, error);

    /// <summary>A session of another registry.</summary>
    public Session Beside(string models) => Open(models, Console, Error);

    /// <summary>What the registry says.</summary>
    public async Task<ModelRegistry> ReadAsync(CancellationToken cancellationToken) => (await Store.ReadAsync(cancellationToken)).Registry;

    /// <inheritdoc/>
    public void Dispose()
    {
        (Source as IDisposable)?.Dispose();
        _storage.Dispose();
    }
}
