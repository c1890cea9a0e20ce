using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Evaluate;
using RoomTypes.Inference;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;
using RoomTypes.Models;

namespace RoomTypes.Retrain;

/// <summary>What came of it.</summary>
/// <param name="Parent">The model whose head was fitted anew, name@version.</param>
/// <param name="Model">The new version, name@version.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Gathered">What it was learnt from.</param>
/// <param name="Result">How.</param>
/// <param name="Before">The parent on homes that were held out.</param>
/// <param name="After">The new version on them.</param>
internal sealed record RetrainOutcome(
    string Parent, string Model, IReadOnlyList<string> Labels, Gathered Gathered, RetrainedHead Result, Scores Before, Scores After);

/// <summary>Writes a version of a model with another head, and registers it. Nothing of it tells the time: the same data make the same bytes.</summary>
/// <param name="source">Where the models are.</param>
/// <param name="editor">Registers it.</param>
/// <param name="parent">The model whose head is exchanged.</param>
/// <param name="registries">That of the parent and the one that it goes to: none has its number.</param>
internal sealed class VersionWriter(IModelSource source, ModelRegistryEditor editor, ParentModel parent, IReadOnlyList<ModelRegistry> registries)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes it.</summary>
    public async Task<RetrainOutcome> WriteAsync(RetrainOrder order, Gathered gathered, RetrainedHead result, CancellationToken cancellationToken)
    {
        var reference = parent.Registered.Reference with { Version = registries.Select(registry => registry.NextVersion(parent.Registered.Name)).MaxBy(version => int.Parse(version, CultureInfo.InvariantCulture)) };
        var outcome = new RetrainOutcome(
            parent.Registered.Reference.ToString(), reference.ToString(), parent.Labels, gathered, result,
            Judge(parent.File.Head, result.HeldOut), Judge(result.Head, result.HeldOut));
        var made = Directory.CreateTempSubdirectory("room-type-retrain-").FullName;
        try
        {
            var bytes = parent.File.Write(result.Head);
            var manifest = await ManifestAsync(order, outcome, reference.Version!, bytes, cancellationToken);
            var file = Path.Combine(made, parent.Session.Manifest.File);
            await File.WriteAllBytesAsync(file, bytes, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(made, ModelFiles.Manifest), manifest.ToJsonString(Indented) + "\n", cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(made, ModelFiles.Card), ModelCard.Of(outcome, parent.Session.Manifest), cancellationToken);
            VerifyLoads(reference.Version!, (string)manifest["sha256"]!, file);
            await editor.AddAsync(NewModel.Read(made), ModelAliases.Challenger, null, cancellationToken);
        }
        finally
        {
            Directory.Delete(made, recursive: true);
        }

        return outcome;
    }

    private static Scores Judge(Head head, IEnumerable<Example> examples, IReadOnlyList<string> labels)
    {
        var scores = new Scores(labels);
        foreach (var example in examples) scores.Add(example.Label, Array.ConvertAll(head.Probabilities(example.Vector), value => (float)value));
        return scores;
    }

    private Scores Judge(Head head, IEnumerable<Example> examples) => Judge(head, examples, parent.Labels);

    /// <summary>The parent's manifest with what is new.</summary>
    private async Task<JsonObject> ManifestAsync(RetrainOrder order, RetrainOutcome outcome, string version, byte[] bytes, CancellationToken cancellationToken)
    {
        var own = await source.ReadAsync(parent.Registered.ManifestFile, cancellationToken);
        var manifest = JsonNode.Parse(own)!.AsObject();
        manifest["version"] = version;
        manifest["sha256"] = Digest.Compute(bytes);
        if (manifest["unknown"] is JsonObject unknown) unknown["threshold"] = Threshold(outcome.Result);
        manifest["lineage"] = Lineage(order, outcome);
        manifest["metrics"] = new JsonObject { ["heldOut"] = Metrics(outcome.After, outcome.Labels), ["heldOutOfParent"] = Metrics(outcome.Before, outcome.Labels) };
        return manifest;
    }

    private JsonObject Lineage(RetrainOrder order, RetrainOutcome outcome)
    {
        var (gathered, result) = (outcome.Gathered, outcome.Result);
        var lineage = new JsonObject
        {
            ["architecture"] = parent.Registered.Lineage.Architecture,
            ["pretrained"] = parent.Registered.Lineage.Pretrained,
            ["parent"] = outcome.Parent,
            ["change"] = "the head fitted anew",
            ["data"] = $"{gathered.Examples.Count} embeddings of {gathered.Examples.Select(example => example.Group).Distinct().Count()} homes; before: {parent.Registered.Lineage.Data}",
            ["dataSets"] = new JsonObject(gathered.Digests.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["parameters"] = new JsonObject
            {
                ["seed"] = $"{order.Seed}",
                ["penalty"] = Number(result.Chosen.Penalty),
                ["centre"] = result.Chosen.IsAroundParent ? "parent" : "zero",
                ["temperature"] = Number(result.Temperature),
            },
        };
        if (Revision() is { } revision) lineage["revision"] = revision;
        return lineage;
    }

    /// <summary>By the homes that were held out: the head has not seen them.</summary>
    private static double Threshold(RetrainedHead result)
    {
        var logits = new double[result.Head.Labels];
        return UnknownThreshold.Of([.. result.HeldOut.Select(example =>
        {
            result.Head.Logits(example.Vector, logits);
            return (double)Energy.Of(Array.ConvertAll(logits, logit => (float)logit));
        })]);
    }

    private static JsonObject Metrics(Scores scores, IReadOnlyList<string> labels)
    {
        var metrics = new JsonObject { ["count"] = scores.Count, ["accuracy"] = Rounded(scores.Accuracy), ["ece"] = Rounded(scores.CalibrationError), ["nll"] = Rounded(scores.NegativeLogLikelihood) };
        for (var i = 0; i < labels.Count; i++)
        {
            if (double.IsFinite(scores.Recall(i))) metrics[$"recall {labels[i]}"] = Rounded(scores.Recall(i));
        }

        return metrics;
    }

    /// <summary>What ONNX Runtime refuses is not registered.</summary>
    private void VerifyLoads(string version, string sha256, string file)
    {
        var manifest = parent.Session.Manifest with { Version = version, Sha256 = sha256 };
        ModelSession.Load(parent.Registered with { Version = version, Sha256 = sha256 }, manifest, file).Dispose();
    }

    private static double Rounded(double value) => Math.Round(value, 4);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The commit that this program was built of, as the SDK writes it behind the version.</summary>
    private static string? Revision() =>
        typeof(VersionWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var revision] ? revision : null;
}
