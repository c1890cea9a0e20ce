using RoomTypes.Http;
using RoomTypes.Models;
using RoomTypes.Reporting;

namespace RoomTypes.ModelTool;

/// <summary>Whether a version has won an experiment, or a comparison as a shadow, of a running service.</summary>
internal static class VerdictGate
{
    private const string Better = "better";

    /// <summary>Asks the service.</summary>
    /// <exception cref="RegistryException">It has not won.</exception>
    /// <exception cref="ResultsUnavailableException">The service does not say.</exception>
    public static async Task VerifyAsync(ModelRegistry registry, RegisteredModel model, string experiment, string url, string? region, CancellationToken cancellationToken)
    {
        var (_, results) = await ResultsClient.ReadAsync(url, region, experiment, null, null, history: false, cancellationToken);
        if (results.Verdict != Better)
            throw new RegistryException(RegistryFault.Invalid, $"{model.Reference} is not promoted: {experiment} says {results.Verdict}. {results.Summary}");
        var winners = results.VerdictVariation is { } variation
            ? await ModelsAsync(experiment, variation, url, region, cancellationToken)
            : results.Shadow?.Pairs.Where(pair => pair.Verdict == Better).Select(pair => pair.Model) ?? [];
        if (!winners.Any(winner => ModelReference.TryParse(winner, out var reference) && registry.Find(reference)?.Reference == model.Reference))
            throw new RegistryException(RegistryFault.Invalid, $"{model.Reference} is not promoted: the winner of {experiment} is {(winners.Any() ? string.Join(", ", winners) : "no model that the service knows")}.");
    }

    private static async Task<IEnumerable<string>> ModelsAsync(string experiment, string variation, string url, string? region, CancellationToken cancellationToken)
    {
        var (_, list) = await ResultsClient.AskAsync(url, region, "/v1/experiments", ExperimentListJson.Default.ExperimentList, cancellationToken);
        return list.Features.Where(feature => feature.Experiment?.Name == experiment && feature.Variations.ContainsKey(variation)).Select(feature => feature.Variations[variation]);
    }
}
