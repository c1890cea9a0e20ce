using RoomTypes.Data.Pictures;

namespace RoomTypes.Data.Checks;

/// <summary>
/// Pictures that are the same or look alike: under two labels (conflict), in two splits (leak: what is learnt by heart is then taken for
/// what is understood), or only twice (duplicate: it counts double).
/// </summary>
internal static class LikenessCheck
{
    public static IEnumerable<Finding> Of(DataSet data)
    {
        foreach (var group in Alike.Find([.. data.Items.Select(item => PerceptualHash.Parse(item.Traits.Hash))]))
        {
            List<Item> items = [.. group.Select(place => data.Items[place])];
            if (Several(items, item => item.Label) is { } labels)
                yield return New("conflict", items, $"They look alike and are labelled {labels}: keep the right label.");
            if (Several(items, item => item.Split) is { } splits)
                yield return New("leak", items, $"They look alike and are in {splits}: let ./run data split put them together.");
            else if (items.Select(item => item.Label).Distinct().Count() == 1)
                yield return new("duplicate", false, [.. items.Select(item => item.File)], items.Select(item => item.Sha256).Distinct().Count() == 1 ? "They are the same file: one is enough." : "They look alike: one may be enough.");
        }

        foreach (var entity in data.Items.Where(item => item.Entity is not null).GroupBy(item => item.Entity))
        {
            if (Several([.. entity], item => item.Split) is { } splits)
                yield return New("leak", entity, $"All are of {entity.Key} and in {splits}: let ./run data split put them together.");
        }
    }

    private static Finding New(string kind, IEnumerable<Item> items, string message) => new(kind, true, [.. items.Select(item => item.File)], message);

    private static string? Several(IReadOnlyList<Item> items, Func<Item, string?> of)
    {
        var values = items.Select(of).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return values.Count > 1 ? string.Join(" and ", values) : null;
    }
}
