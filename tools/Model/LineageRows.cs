using RoomTypes.Models;

namespace RoomTypes.ModelTool;

/// <summary>A lineage as names and values, without what is not known.</summary>
internal static class LineageRows
{
    /// <summary>In the order in which a model is made.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ModelLineage lineage)
    {
        (string, string?)[] facts =
        [
            ("architecture", lineage.Architecture), ("pretrained", lineage.Pretrained), ("parent", lineage.Parent), ("change", lineage.Change),
            ("data", lineage.Data), ("revision", lineage.Revision),
        ];
        return facts.Where(fact => fact.Item2 is not null).Select(fact => (fact.Item1, fact.Item2!))
            .Concat(Named("data set", lineage.DataSets)).Concat(Named("parameter", lineage.Parameters));
    }

    private static IEnumerable<(string, string)> Named(string kind, IReadOnlyDictionary<string, string>? values) =>
        (values ?? new Dictionary<string, string>()).Select(value => ($"{kind} {value.Key}", value.Value));
}
