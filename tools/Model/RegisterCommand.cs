using System.CommandLine;
using Rendering;
using RoomTypes.Models;

namespace RoomTypes.ModelTool;

/// <summary>register: a version of another registry, such as ./run retrain --to makes, becomes one of this.</summary>
internal static class RegisterCommand
{
    public static void AddTo(RootCommand root)
    {
        var version = ModelCommand.Version();
        var from = new Option<string>("--from") { Description = "The registry that has it: a folder or s3://bucket/prefix", Required = true };
        var alias = new Option<string>("--alias") { Description = "The alias that stands for it from now on", DefaultValueFactory = _ => ModelAliases.Challenger };
        var register = new Command("register", "Take a version over from another registry, as a candidate; what is there already is left as it is") { version, from, alias };
        register.Does(async (arguments, session, cancellation) =>
        {
            using var other = session.Beside(arguments.GetRequiredValue(from));
            var found = (await other.ReadAsync(cancellation)).Require(ModelCommand.Reference(arguments.GetRequiredValue(version)));
            var folder = Directory.CreateTempSubdirectory("room-type-register-");
            try
            {
                var model = await FetchAsync(other.Source, found, folder.FullName, cancellation);
                if (await IsThereAsync(session, model, cancellation)) session.Console.WritePlainLine($"{model.Reference.ToString()} is registered already.");
                else ChangeCommands.Tell(session, await session.Editor.AddAsync(model, arguments.GetValue(alias), found.Signature, cancellation), model.Reference);
            }
            finally
            {
                folder.Delete(recursive: true);
            }

            return 0;
        });
        root.Subcommands.Add(register);
    }

    private static async Task<NewModel> FetchAsync(IModelSource source, RegisteredModel model, string folder, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(model.ManifestFile, cancellationToken);
        var manifest = ModelDocument.Read(bytes, model.ManifestFile, ModelManifest.Read);
        await File.WriteAllBytesAsync(Path.Combine(folder, ModelFiles.Manifest), bytes, cancellationToken);
        if (model.CardSha256 is not null) await File.WriteAllBytesAsync(Path.Combine(folder, ModelFiles.Card), await source.ReadAsync(model.CardFile, cancellationToken), cancellationToken);
        File.Copy(await source.FetchAsync($"{model.Folder}/{manifest.File}", model.Sha256, cancellationToken), Path.Combine(folder, Path.GetFileName(manifest.File)));
        return NewModel.Read(folder);
    }

    /// <summary>Whether an earlier try got as far. Another version of the same name is refused when it is added.</summary>
    private static async Task<bool> IsThereAsync(Session session, NewModel model, CancellationToken cancellationToken) =>
        (await session.ReadAsync(cancellationToken)).Find(model.Reference) is { } there && there.ManifestSha256 == model.Files[ModelFiles.Manifest];
}
