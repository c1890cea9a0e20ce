using System.CommandLine;
using Rendering;
using RoomTypes.Inference;
using RoomTypes.Models;
using Spectre.Console;

namespace RoomTypes.ModelTool;

/// <summary>verify: whether every version is what the registry says, and loads.</summary>
internal static class VerifyCommand
{
    private const string Ok = "ok";

    public static void AddTo(RootCommand root)
    {
        var publicKey = new Option<string?>("--public-key") { Description = "A PEM file with the key that must have signed every version; default: that of RoomType__Models__PublicKey" };
        var verify = new Command("verify", "Check digests, signatures and manifests, and load every version that is not archived") { publicKey, ModelCommand.Json };
        verify.Does(async (arguments, session, cancellation) =>
        {
            var registry = await session.ReadAsync(cancellation);
            var trust = new ManifestTrust(arguments.GetValue(publicKey) ?? session.Options.Models.PublicKey);
            var results = new List<(RegisteredModel Model, string Result)>();
            foreach (var model in registry.Models) results.Add((model, await CheckAsync(session.Source, model, trust, cancellation)));
            if (arguments.GetValue(ModelCommand.Json)) RegistryJson.Print(json => results.ForEach(result => json.WriteString(result.Model.Reference.ToString(), result.Result)));
            else Print(session.Console, results);
            return results.TrueForAll(result => result.Result == Ok) ? 0 : ModelCommand.Refused;
        });
        root.Subcommands.Add(verify);
    }

    private static async Task<string> CheckAsync(IModelSource source, RegisteredModel model, ManifestTrust trust, CancellationToken cancellationToken)
    {
        if (model.Stage == Stages.Archived) return Ok;
        try
        {
            var bytes = await source.ReadAsync(model.ManifestFile, cancellationToken);
            trust.Verify(model, bytes);
            var manifest = ModelDocument.Read(bytes, model.ManifestFile, ModelManifest.Read);
            ManifestRules.Verify(model, manifest);
            if (model.CardSha256 is { } digest && Digest.Compute(await source.ReadAsync(model.CardFile, cancellationToken)) is var card && card != digest)
                return $"The SHA-256 of {model.CardFile} is {card}; the registry says {digest}.";
            using var session = ModelSession.Load(model, manifest, await source.FetchAsync($"{model.Folder}/{manifest.File}", model.Sha256, cancellationToken));
            return Ok;
        }
        catch (ModelUnavailableException exception)
        {
            return exception.Message;
        }
    }

    private static void Print(IAnsiConsole console, List<(RegisteredModel Model, string Result)> results)
    {
        foreach (var (model, result) in results)
        {
            if (result == Ok) console.WritePlainLine($"[green]{model.Reference.ToString()}[/]: {(model.Stage == Stages.Archived ? "archived, not looked at" : "its files are those that were registered, and it loads")}");
            else console.WritePlainLine($"[red]{model.Reference.ToString()}[/]: {result}");
        }
    }
}
