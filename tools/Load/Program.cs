using System.CommandLine;
using System.Globalization;
using Calling;
using RoomTypes.Load;
using Spectre.Console;

const int Failed = 2;

var rate = new Option<double>("--rps") { Description = "Requests a second, on average", Required = true };
var mix = new Option<string?>("--mix") { Description = "A JSON file that says which requests, and how often each; default: one of the example pictures each" };
var length = new Option<string>("--for") { Description = "For how long, as 60s, 5m or 1h", DefaultValueFactory = _ => "60s" };
var url = new Option<string>("--url") { Description = "The service, with the stage if it is an API's", DefaultValueFactory = _ => "http://localhost:8080" };
var region = new Option<string?>("--region") { Description = "Sign as API Gateway of this AWS region asks, with the credentials of the environment; default: the region that an address of execute-api names" };
var deadline = new Option<int?>("--deadline") { Description = "Milliseconds that requests give the service, as x-deadline-ms" };
var patience = new Option<string>("--patience") { Description = "How long an answer is waited for", DefaultValueFactory = _ => "60s" };
var seed = new Option<int>("--seed") { Description = "Of the times and kinds of requests", DefaultValueFactory = _ => 1 };
var cache = new Option<bool>("--cache") { Description = "Let the service answer from its cache; else requests carry cache-control: no-store, since a mix of few pictures would be answered without work" };
var chart = new Option<string>("--chart") { Description = "Where to write the chart", DefaultValueFactory = _ => Path.Combine("artifacts", "load.svg") };
var command = new RootCommand("Sends pictures at a steady rate, whatever becomes of those before, and tells how long their answers took. Ends with 2 if there was none.") { rate, mix, length, url, region, deadline, patience, seed, cache, chart };
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        var shape = new Shape(
            arguments.GetValue(rate) is > 0 and <= 100_000 and var wanted ? wanted : throw new LoadException($"--rps is '{arguments.GetValue(rate)}'; allowed is a number over 0, up to 100000."),
            Duration.Read("--for", arguments.GetRequiredValue(length)), arguments.GetValue(seed), Duration.Read("--patience", arguments.GetRequiredValue(patience)), arguments.GetValue(deadline), arguments.GetValue(cache));
        if (!Uri.TryCreate(arguments.GetRequiredValue(url), UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https"))
            throw new LoadException($"--url is '{arguments.GetValue(url)}'; allowed is an http:// or https:// address.");
        using var handler = new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1) };
        using var client = new HttpMessageInvoker(handler);
        var signed = arguments.GetValue(region) ?? GatewayAddress.RegionOf(service);
        var generator = new Generator(client, new Uri($"{service.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/recognize"), arguments.GetValue(mix) is { } file ? Mix.Read(file) : Mix.OfFolder(Path.Combine("tests", "Fixtures", "samples")), TimeProvider.System)
        {
            Signer = signed is null ? null : (signed, await EnvironmentCredentials.ReadAsync()),
        };
        var measured = await generator.RunAsync(shape, cancellation);
        Report.Write(AnsiConsole.Console, measured);
        if (measured.Times.Count == 0) return Failed;
        var path = arguments.GetRequiredValue(chart);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, PercentileChart.Draw(measured), CancellationToken.None);
        Console.WriteLine($"The chart is in {path}.");
        return 0;
    }
    catch (Exception exception) when (exception is LoadException or NoCredentialsException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return Failed;
    }
});
return await command.Parse(args).InvokeAsync();

/// <summary>Times as they are written on a command line.</summary>
internal static class Duration
{
    /// <summary>A number of seconds, or one with s, m or h.</summary>
    /// <exception cref="LoadException">It is none, or not over 0.</exception>
    public static TimeSpan Read(string option, string text)
    {
        var (number, unit) = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? (text[..^1], text[^1]) : (text, 's');
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(count * seconds)
            : throw new LoadException($"{option} is '{text}'; allowed is a time such as 30s, 5m or 1h, up to a day.");
    }
}
