using RoomTypes.Data.Pictures;

namespace RoomTypes.Data.Reports;

/// <summary>A data set in numbers.</summary>
/// <param name="Digest">By which a model's lineage names it.</param>
/// <param name="Pictures">How many there are.</param>
/// <param name="Entities">How many entities they are of; pictures of none not counted.</param>
/// <param name="Alike">How many look like another one.</param>
/// <param name="Counts">Pictures by split, "" before there are any, and label.</param>
/// <param name="Width">Of the pictures, in pixels.</param>
/// <param name="Height">Of the pictures, in pixels.</param>
/// <param name="Brightness">0 to 1.</param>
/// <param name="Clipped">0 to 1.</param>
/// <param name="Sharpness">Squared steps of luma.</param>
public sealed record Statistics(
    string Digest, int Pictures, int Entities, int Alike, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Counts,
    Spread Width, Spread Height, Spread Brightness, Spread Clipped, Spread Sharpness)
{
    /// <summary>Those of a data set.</summary>
    /// <exception cref="DataException">It has no pictures.</exception>
    public static Statistics Of(DataSet data)
    {
        if (data.Items.Count == 0) throw new DataException("The data set has no pictures: add some with ./run data add.");
        return new(
            data.Digest,
            data.Items.Count,
            data.Items.Select(item => item.Entity).OfType<string>().Distinct().Count(),
            Data.Pictures.Alike.Find([.. data.Items.Select(item => PerceptualHash.Parse(item.Traits.Hash))]).Sum(group => group.Count - 1),
            data.Items.GroupBy(item => item.Split ?? "").OrderBy(split => split.Key, StringComparer.Ordinal).ToDictionary(split => split.Key, CountsOf),
            Spread.Of(data.Items, traits => traits.Width),
            Spread.Of(data.Items, traits => traits.Height),
            Spread.Of(data.Items, traits => traits.Brightness),
            Spread.Of(data.Items, traits => traits.Clipped),
            Spread.Of(data.Items, traits => traits.Sharpness));
    }

    private static IReadOnlyDictionary<string, int> CountsOf(IEnumerable<Item> items) =>
        items.GroupBy(item => item.Label).OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary(label => label.Key, label => label.Count());
}

/// <summary>How values are spread: the least, the quartiles and the most, each a value of a picture.</summary>
/// <param name="Least">The least.</param>
/// <param name="Lower">A quarter is at most this.</param>
/// <param name="Median">Half is at most this.</param>
/// <param name="Upper">Three quarters are at most this.</param>
/// <param name="Most">The most.</param>
public sealed record Spread(double Least, double Lower, double Median, double Upper, double Most)
{
    internal static Spread Of(IReadOnlyList<Item> items, Func<Traits, double> of)
    {
        var values = items.Select(item => of(item.Traits)).Order().ToArray();
        double At(double share) => values[(int)Math.Ceiling(share * values.Length) - 1];
        return new(values[0], At(0.25), At(0.5), At(0.75), values[^1]);
    }
}
