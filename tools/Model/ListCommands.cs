using System.CommandLine;
using System.Globalization;
using Rendering;
using RoomTypes.Models;
using Spectre.Console;

namespace RoomTypes.ModelTool;

/// <summary>list, show and diff: what the registry says.</summary>
internal static class ListCommands
{
    private const string Accuracy = "accuracy";

    public static void AddTo(RootCommand root)
    {
        var list = new Command("list", "The versions of every model") { ModelCommand.Json };
        list.Does(async (arguments, session, cancellation) => List(session, await session.ReadAsync(cancellation), arguments.GetValue(ModelCommand.Json)));
        var shown = ModelCommand.Version();
        var show = new Command("show", "All that is known of a version") { shown, ModelCommand.Json };
        show.Does(async (arguments, session, cancellation) => Show(session, await session.ReadAsync(cancellation), arguments.GetRequiredValue(shown), arguments.GetValue(ModelCommand.Json)));
        var (one, other) = (ModelCommand.Version("FROM"), ModelCommand.Version("TO"));
        var diff = new Command("diff", "What differs between two versions") { one, other, ModelCommand.Json };
        diff.Does(async (arguments, session, cancellation) => Diff(
            session, await session.ReadAsync(cancellation), arguments.GetRequiredValue(one), arguments.GetRequiredValue(other), arguments.GetValue(ModelCommand.Json)));
        root.Subcommands.Add(list);
        root.Subcommands.Add(show);
        root.Subcommands.Add(diff);
    }

    private static int List(Session session, ModelRegistry registry, bool json)
    {
        if (json)
        {
            RegistryJson.Print(writer => RegistryJson.Write(writer, registry));
            return 0;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in new[] { "model", "stage", "aliases", "precision", "accuracy" }) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var model in registry.Models)
        {
            table.AddRow(
                PlainMarkup.Of(model.Reference.ToString()), model.Stage, PlainMarkup.Of(string.Join(", ", registry.AliasesOf(model))), model.Precision,
                PlainMarkup.Of(string.Join('\n', model.Metrics.Where(set => set.Value.ContainsKey(Accuracy)).Select(set => $"{set.Key} {Number(set.Value[Accuracy])}"))));
        }

        session.Console.WritePlain(table);
        return 0;
    }

    private static int Show(Session session, ModelRegistry registry, string text, bool json)
    {
        var model = registry.Require(ModelCommand.Reference(text));
        if (json)
        {
            RegistryJson.Print(writer => RegistryJson.Write(writer, registry, model));
            return 0;
        }

        var table = new Table().Title(PlainMarkup.Of(model.Reference.ToString())).Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach (var (name, value) in Facts(registry, model)) table.AddRow(PlainMarkup.Of(name), PlainMarkup.Of(value));
        session.Console.WritePlain(table);
        foreach (var approval in model.Approvals)
        {
            session.Console.WritePlainLine(
                $"{approval.Time.ToString("u", CultureInfo.InvariantCulture)} {approval.Action} by {approval.By}{(approval.Override ? ", overriding the gates" : "")}{(approval.Reason is { } reason ? $": {reason}" : "")}");
        }

        return 0;
    }

    private static int Diff(Session session, ModelRegistry registry, string from, string to, bool json)
    {
        var (left, right) = (registry.Require(ModelCommand.Reference(from)), registry.Require(ModelCommand.Reference(to)));
        var (before, after) = (Facts(registry, left).ToDictionary(), Facts(registry, right).ToDictionary());
        var differing = before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name)).ToList();
        if (json)
        {
            RegistryJson.Print(writer =>
            {
                foreach (var name in differing)
                {
                    writer.WriteStartObject(name);
                    writer.WriteString("from", before.GetValueOrDefault(name));
                    writer.WriteString("to", after.GetValueOrDefault(name));
                    writer.WriteEndObject();
                }
            });
            return 0;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("", PlainMarkup.Of(left.Reference.ToString()), PlainMarkup.Of(right.Reference.ToString()), "change");
        foreach (var name in differing)
        {
            var (old, @new) = (before.GetValueOrDefault(name) ?? "-", after.GetValueOrDefault(name) ?? "-");
            table.AddRow(PlainMarkup.Of(name), PlainMarkup.Of(Short(name, old)), PlainMarkup.Of(Short(name, @new)), Change(old, @new));
        }

        session.Console.WritePlain(table);
        return 0;
    }

    private static IEnumerable<(string Name, string Value)> Facts(ModelRegistry registry, RegisteredModel model)
    {
        (string, string?)[] facts =
        [
            ("stage", model.Stage), ("aliases", string.Join(", ", registry.AliasesOf(model))), ("precision", model.Precision), ("labels", string.Join(", ", model.Labels)),
            ("sha256", model.Sha256), ("manifest sha256", model.ManifestSha256), ("card sha256", model.CardSha256), ("signed", model.Signature is null ? "no" : "yes"),
            ("registered", model.RegisteredAt?.ToString("u", CultureInfo.InvariantCulture)),
        ];
        return facts.Where(fact => !string.IsNullOrEmpty(fact.Item2)).Select(fact => (fact.Item1, fact.Item2!))
            .Concat(LineageRows.Of(model.Lineage))
            .Concat(model.Metrics.SelectMany(set => set.Value.Select(metric => ($"{set.Key}: {metric.Key}", Number(metric.Value)))));
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    // The first digits of a digest tell it from another.
    private static string Short(string name, string value) => name.EndsWith("sha256", StringComparison.Ordinal) && value.Length > 12 ? $"{value[..12]}..." : value;

    private static string Change(string old, string @new) =>
        double.TryParse(old, NumberStyles.Float, CultureInfo.InvariantCulture, out var before) && double.TryParse(@new, NumberStyles.Float, CultureInfo.InvariantCulture, out var after)
            ? (after - before).ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture)
            : "";
}
