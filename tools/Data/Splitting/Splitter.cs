using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RoomTypes.Data.Pictures;

namespace RoomTypes.Data.Splitting;

/// <summary>
/// Gives every picture a split. Pictures of one entity, and those that look alike, go together; each label is shared out by itself, as
/// near to the wanted shares as groups allow. A picture that has a split keeps it, and so does what belongs to it: a data set that grows
/// never moves a picture from test to train.
/// </summary>
/// <remarks>The order is random and the choice that of K. Sechidis et al., On the Stratification of Multi-Label Data, 2011, section 3.2.</remarks>
public static class Splitter
{
    /// <summary>The data set with a split for each item; the same seed and pictures give the same splits, whatever the files are called.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="shares">How much each split gets.</param>
    /// <param name="seed">Decides who comes first.</param>
    /// <exception cref="DataException">Pictures that belong together have two splits, or one has a split that the shares do not name.</exception>
    public static DataSet Split(DataSet data, Shares shares, int seed)
    {
        if (data.Items.FirstOrDefault(item => item.Split is not null && shares.Parts.All(part => part.Split != item.Split)) is { } other)
            throw new DataException($"{other.File} is in {other.Split}, and the shares have none of that name: name it, or begin anew with --again.");
        var splits = new string?[data.Items.Count];
        var room = new Room(data.Items, shares);
        foreach (var group in Together(data.Items).Select(group => new Bundle(data.Items, group, seed)).OrderBy(bundle => bundle.Split is null).ThenBy(bundle => bundle.Order))
        {
            var split = group.Split ?? room.Best(group);
            room.Take(group, split);
            foreach (var place in group.Places) splits[place] = split;
        }

        return data with { Items = [.. data.Items.Select((item, place) => item with { Split = splits[place] })] };
    }

    private static IEnumerable<IReadOnlyList<int>> Together(IReadOnlyList<Item> items)
    {
        var groups = new Groups(items.Count);
        foreach (var alike in Alike.Find([.. items.Select(item => PerceptualHash.Parse(item.Traits.Hash))])) JoinAll(groups, alike);
        foreach (var entity in Enumerable.Range(0, items.Count).Where(place => items[place].Entity is not null).GroupBy(place => items[place].Entity)) JoinAll(groups, [.. entity]);
        return groups.All();
    }

    private static void JoinAll(Groups groups, IReadOnlyList<int> places)
    {
        foreach (var place in places.Skip(1)) groups.Join(places[0], place);
    }

    /// <summary>Pictures that go together.</summary>
    private sealed class Bundle
    {
        public Bundle(IReadOnlyList<Item> items, IReadOnlyList<int> places, int seed)
        {
            Places = places;
            Labels = places.GroupBy(place => items[place].Label).ToDictionary(label => label.Key, label => label.Count());
            var splits = places.Select(place => items[place].Split).OfType<string>().Distinct().ToList();
            if (splits.Count > 1)
                throw new DataException($"{string.Join(", ", places.Select(place => items[place].File))} belong together and are in {string.Join(" and ", splits)}: say --again to split all anew, or mend the manifest.");
            Split = splits.FirstOrDefault();
            var name = places.Select(place => items[place].Entity).OfType<string>().Concat(places.Select(place => items[place].Sha256)).Min(StringComparer.Ordinal);
            Order = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {name}")));
        }

        public IReadOnlyList<int> Places { get; }

        public Dictionary<string, int> Labels { get; }

        public string? Split { get; }

        public ulong Order { get; }
    }

    /// <summary>How many pictures of each label, and of all, a split still lacks.</summary>
    private sealed class Room
    {
        private readonly List<(string Split, double Wanted)> _splits;
        private readonly Dictionary<(string Split, string Label), double> _lacking;
        private readonly Dictionary<string, double> _lackingInAll;

        public Room(IReadOnlyList<Item> items, Shares shares)
        {
            _splits = [.. shares.Parts.Select(part => (part.Split, part.Share * items.Count))];
            _lackingInAll = _splits.ToDictionary(split => split.Split, split => split.Wanted);
            var labels = items.GroupBy(item => item.Label).ToDictionary(label => label.Key, label => label.Count());
            _lacking = shares.Parts.SelectMany(part => labels.Select(label => ((part.Split, label.Key), part.Share * label.Value))).ToDictionary();
        }

        /// <summary>
        /// The split that lacks most of the bundle's labels; where a label has so few pictures that none lacks a whole one, the share of
        /// all that it lacks decides. The first named of equals.
        /// </summary>
        public string Best(Bundle bundle) => _splits.MaxBy(split =>
            bundle.Labels.Sum(label => label.Value * _lacking[(split.Split, label.Key)]) + (bundle.Places.Count * _lackingInAll[split.Split] / split.Wanted)).Split;

        public void Take(Bundle bundle, string split)
        {
            foreach (var (label, count) in bundle.Labels) _lacking[(split, label)] -= count;
            _lackingInAll[split] -= bundle.Places.Count;
        }
    }
}
