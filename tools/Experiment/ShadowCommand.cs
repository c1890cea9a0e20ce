using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Results;
using RoomTypes.Hosting;
using RoomTypes.Lakes;
using RoomTypes.Models;
using RoomTypes.Statistics.Analysis;
using RoomTypes.Storage;

namespace RoomTypes.Reporting;

/// <summary>./run experiment shadow: waits until a model in the shadow of others is better or worse than they are.</summary>
internal static class ShadowCommand
{
    private const int NotBetter = 1;
    private const int Failed = 2;

    public static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "The shadow of the experiments file" };
        var model = new Option<string>("--model") { Description = "The model in it, name@version or name@alias", Required = true };
        var from = new Option<string?>("--from") { Description = "The registry that says which version an alias is: a folder or s3://bucket/prefix; default: RoomType__Models__Source, or the shipped one" };
        var hours = new Option<double>("--hours") { Description = "How long to wait for a verdict, over 0", DefaultValueFactory = _ => 168 };
        var every = new Option<double>("--every") { Description = "Seconds between two looks, over 0", DefaultValueFactory = _ => 300 };
        var command = new Command("shadow", "Waits until a model in the shadow is better than what answers. Ends with 1 where it is worse or there is no verdict in time. Reads the service's event store itself: RoomType__Events__Store and so on.") { name, model, from, hours, every };
        command.SetAction((arguments, cancellation) => RunAsync(new(
            arguments.GetRequiredValue(name), arguments.GetRequiredValue(model), arguments.GetValue(from), arguments.GetValue(hours), arguments.GetValue(every)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            if (!(order.Hours > 0 && order.Hours <= 8_760)) return Fail($"--hours is {order.Hours}; allowed is over 0 and at most 8760, a year.");
            if (!(order.Every > 0 && order.Every <= 86_400)) return Fail($"--every is {order.Every}; allowed is over 0 and at most 86400, a day.");
            var options = Options(order.From);
            var model = await ResolveAsync(order.Model, options, cancellationToken);
            await using var store = ServiceStore.Open(options);
            return await WaitAsync(store, order, model, cancellationToken);
        }
        catch (Exception exception) when (exception is EventStoreException or InvalidSettingsException or ModelUnavailableException or RegistryException)
        {
            return Fail(exception.Message);
        }
    }

    private static async Task<int> WaitAsync(IEventStore store, Order order, string model, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow.AddHours(order.Hours);
        var said = "";
        while (true)
        {
            var now = DateTimeOffset.UtcNow;
            var outcome = await ShadowReader.ReadAsync(store, new Shadow(order.Name, model, EntityHash.Slots, Schedule.Always), DateTimeOffset.UnixEpoch, now, cancellationToken);
            // What answered most is what it is compared with.
            var pair = outcome.Pairs.FirstOrDefault(pair => pair.Model == model);
            var text = pair?.Verdict.Text ?? $"Not yet: {model} has seen nothing in the shadow {order.Name}.";
            if (text != said) await Console.Out.WriteLineAsync(said = text);
            if (pair?.Verdict.Kind == VerdictKind.Better) return 0;
            if (pair?.Verdict.Kind == VerdictKind.Worse) return NotBetter;
            if (now >= end) return await TellAsync($"There was no verdict in {order.Hours:0.##} hours.", NotBetter);
            await Task.Delay(TimeSpan.FromSeconds(order.Every), cancellationToken);
        }
    }

    private static async Task<string> ResolveAsync(string text, ServiceOptions options, CancellationToken cancellationToken)
    {
        if (!ModelReference.TryParse(text, out var reference)) throw new RegistryException(RegistryFault.Invalid, $"'{text}' is no model; allowed is name@version or name@alias, for example room-type@3.");
        using var storage = new S3Storage(options.Storage);
        var source = ModelSources.Open(options.Models, storage, TimeProvider.System, NullLogger.Instance);
        using var client = source as IDisposable;
        return (await ModelRegistryStores.Open(options.Models.Source, storage, source).ReadAsync(cancellationToken)).Registry.Require(reference).Reference.ToString();
    }

    private static ServiceOptions Options(string? models)
    {
        var settings = models is null ? [] : new Dictionary<string, string?> { ["RoomType:Models:Source"] = models };
        return ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build());
    }

    private static int Fail(string message) => TellAsync(message, Failed).GetAwaiter().GetResult();

    private static async Task<int> TellAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }

    /// <summary>What is asked for.</summary>
    private sealed record Order(string Name, string Model, string? From, double Hours, double Every);
}
