using System.CommandLine;
using System.Globalization;
using Rendering;
using RoomTypes.Http;
using Spectre.Console;

namespace RoomTypes.Reporting;

/// <summary>./run drift: what a running service says of a model's drift.</summary>
internal static class DriftCommand
{
    private const int Drift = 1;
    private const int Failed = 2;

    public static Command Make()
    {
        var url = new Option<string>("--url") { Description = "The service, with the stage if it is an API's", DefaultValueFactory = _ => "http://localhost:8080" };
        var region = new Option<string?>("--region") { Description = "Sign as API Gateway of this AWS region asks, with the credentials of the environment; default: the region that an address of execute-api names" };
        var model = new Option<string?>("--model") { Description = "The model, name@version; default: the one in production" };
        var json = new Option<bool>("--json") { Description = "Print the service's answer and nothing else" };
        var command = new Command("drift", "Tells how far what a model sees this month is from what it saw in its first days. Ends with 1 if it has drifted, with 2 if that cannot be had.") { url, region, model, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                var path = $"/v1/drift{(arguments.GetValue(model) is { } name ? $"?model={Uri.EscapeDataString(name)}" : "")}";
                var (answer, result) = await ResultsClient.AskAsync(arguments.GetRequiredValue(url), arguments.GetValue(region), path, DriftJson.Default.DriftResult, cancellation);
                if (arguments.GetValue(json)) Console.WriteLine(answer);
                else Write(AnsiConsole.Console, result);
                return result.Status == "drift" ? Drift : 0;
            }
            catch (ResultsUnavailableException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return Failed;
            }
        });
        return command;
    }

    /// <summary>A table and the verdict.</summary>
    internal static void Write(IAnsiConsole console, DriftResult result)
    {
        if (result.Status == "learning")
        {
            console.WritePlainLine($"[yellow]{result.Model} has {result.Reference} of {result.ReferenceNeeded} predictions of its reference; nothing is compared before.[/] Embeddings are kept where RoomType__Events__Embeddings is true.");
            return;
        }

        console.WritePlain(new Table().Title(PlainMarkup.Of($"{result.Model} from {Day(result.From)} to {Day(result.Until)}")).Border(TableBorder.Rounded).AddColumns("", "reference", "since")
            .AddRow("predictions", $"{result.Reference}", $"{result.Predictions}")
            .AddRow("mean confidence", Number(result.ReferenceConfidence), Number(result.Confidence))
            .AddRow("unknown share", Number(result.ReferenceUnknownShare), Number(result.UnknownShare))
            .AddRow("mean brightness, 0 to 1", Number(result.ReferencePictures?.Brightness), Number(result.Pictures?.Brightness))
            .AddRow("mean sharpness", Number(result.ReferencePictures?.Sharpness), Number(result.Pictures?.Sharpness))
            .AddRow("mean megapixels", Number(result.ReferencePictures?.Megapixels), Number(result.Pictures?.Megapixels))
            .AddRow("embeddings: squared discrepancy, p of one look", "", $"{Number(result.EmbeddingDiscrepancy)}, {Number(result.EmbeddingPValue)}")
            .AddRow("labels: stability index, Jensen-Shannon", "", $"{Number(result.StabilityIndex)}, {Number(result.JensenShannon)}")
            .AddRow("the same of what feedback calls right", result.Feedback is { } of ? $"{of.Before}" : "", result.Feedback is { } shift ? $"{shift.Since}: {Number(shift.StabilityIndex)}, {Number(shift.JensenShannon)}" : "too little")
            .AddRow("evidence, of 100 for an alarm", "", Evidence(result.LogEvidence ?? 0)));
        if (result.Status == "drift") console.WritePlainLine($"[red]It has drifted: the evidence was there after {result.DetectedAfter} predictions, and most of it is of the {result.Strongest}.[/]");
        else console.WritePlainLine($"[green]No drift.[/]");
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Evidence(double logarithm) => logarithm < 14 ? Math.Exp(logarithm).ToString("0.00", CultureInfo.InvariantCulture) : $"e^{logarithm.ToString("0", CultureInfo.InvariantCulture)}";
}
