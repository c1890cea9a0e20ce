using System.CommandLine;
using Rendering;
using RoomTypes.Models;

namespace RoomTypes.ModelTool;

/// <summary>add, archive, rollback, alias and sign: what changes the registry.</summary>
internal static class ChangeCommands
{
    private static readonly Option<string?> Key = new("--key") { Description = "Sign the manifest with this PEM file's private key (P-256)" };

    public static void AddTo(RootCommand root)
    {
        root.Subcommands.Add(Add());
        root.Subcommands.Add(Rollback());
        root.Subcommands.Add(Archive());
        root.Subcommands.Add(Alias());
        root.Subcommands.Add(Sign());
    }

    private static Command Add()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Holds model.onnx, manifest.json and MODEL_CARD.md" };
        var alias = new Option<string?>("--alias") { Description = "The alias that stands for it from now on", DefaultValueFactory = _ => ModelAliases.Challenger };
        var add = new Command("add", "Register a version as a candidate") { folder, alias, Key };
        add.Does(async (arguments, session, cancellation) =>
        {
            var model = NewModel.Read(arguments.GetRequiredValue(folder));
            var signature = arguments.GetValue(Key) is { } key ? ManifestSignature.Sign(await File.ReadAllBytesAsync(Path.Combine(model.Folder, ModelFiles.Manifest), cancellation), key) : null;
            var named = arguments.GetValue(alias) is { Length: > 0 } text ? text : null;
            Tell(session, await session.Editor.AddAsync(model, named, signature, cancellation), model.Reference);
            return 0;
        });
        return add;
    }

    private static Command Rollback()
    {
        var name = new Argument<string>("NAME") { Description = "The model", DefaultValueFactory = _ => "room-type" };
        var rollback = new Command("rollback", "Put the previous champion back") { name, ModelCommand.By, ModelCommand.Reason };
        rollback.Does(async (arguments, session, cancellation) =>
        {
            var model = arguments.GetRequiredValue(name);
            Tell(session, await session.Editor.RollbackAsync(model, Decision(arguments), cancellation), new(model, ModelAliases.Champion));
            return 0;
        });
        return rollback;
    }

    private static Command Archive()
    {
        var version = ModelCommand.Version();
        var undo = new Option<bool>("--undo") { Description = "Take it back, as a reference" };
        var archive = new Command("archive", "Take a version out of use; its aliases end") { version, undo, ModelCommand.By, ModelCommand.Reason };
        archive.Does(async (arguments, session, cancellation) =>
        {
            var reference = (await session.ReadAsync(cancellation)).Require(ModelCommand.Reference(arguments.GetRequiredValue(version))).Reference;
            Tell(session, arguments.GetValue(undo)
                ? await session.Editor.RestoreAsync(reference, Decision(arguments), cancellation)
                : await session.Editor.ArchiveAsync(reference, Decision(arguments), cancellation), reference);
            return 0;
        });
        return archive;
    }

    private static Command Alias()
    {
        var version = ModelCommand.Version();
        var alias = new Argument<string>("ALIAS") { Description = $"The alias, {ModelAliases.Allowed}" };
        var delete = new Option<bool>("--delete") { Description = "End the alias" };
        var command = new Command("alias", "Let an alias stand for a version") { version, alias, delete };
        command.Does(async (arguments, session, cancellation) =>
        {
            var (reference, named) = (ModelCommand.Reference(arguments.GetRequiredValue(version)), arguments.GetRequiredValue(alias));
            if (arguments.GetValue(delete)) await session.Editor.DeleteAliasAsync(reference.Name, named, cancellation);
            else await session.Editor.SetAliasAsync(reference, named, cancellation);
            Tell(session, await session.ReadAsync(cancellation), reference);
            return 0;
        });
        return command;
    }

    private static Command Sign()
    {
        var version = ModelCommand.Version();
        var signature = new Option<string?>("--signature") { Description = "A file with the signature, as DER or base64 of it: what aws kms sign and openssl dgst -sign write" };
        var sign = new Command("sign", "Keep a signature of a version's manifest") { version, Key, signature };
        sign.Does(async (arguments, session, cancellation) =>
        {
            var model = (await session.ReadAsync(cancellation)).Require(ModelCommand.Reference(arguments.GetRequiredValue(version)));
            var manifest = await session.Source.ReadAsync(model.ManifestFile, cancellation);
            new ManifestTrust(null).Verify(model, manifest);
            var made = (arguments.GetValue(Key), arguments.GetValue(signature)) switch
            {
                ({ } key, null) => ManifestSignature.Sign(manifest, key),
                (null, { } file) => ManifestSignature.Read(await File.ReadAllBytesAsync(file, cancellation)),
                _ => throw new RegistryException(RegistryFault.Invalid, "Name one of --key FILE, to sign now, and --signature FILE, signed elsewhere."),
            };
            Tell(session, await session.Editor.SignAsync(model.Reference, made, cancellation), model.Reference);
            return 0;
        });
        return sign;
    }

    private static RegistryDecision Decision(ParseResult arguments) => new(arguments.GetRequiredValue(ModelCommand.By), arguments.GetValue(ModelCommand.Reason));

    /// <summary>What became of a version.</summary>
    public static void Tell(Session session, ModelRegistry registry, ModelReference reference)
    {
        var model = registry.Require(reference);
        session.Console.WritePlainLine($"{model.Reference.ToString()} is in stage {model.Stage}{(registry.AliasesOf(model).ToList() is { Count: > 0 } aliases ? $" as {string.Join(", ", aliases)}" : "")}.");
    }
}
