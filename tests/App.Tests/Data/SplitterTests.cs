using RoomTypes.Data;
using RoomTypes.Data.Pictures;
using RoomTypes.Data.Splitting;

namespace RoomTypes.Tests.Data;

public class SplitterTests
{
    private static readonly Shares Usual = Shares.Parse("train=0.8,validation=0.1,test=0.1");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Split_ManyHomes_SharesOutEveryLabelAndKeepsHomesTogether(int seed)
    {
        var data = Splitter.Split(Homes(100, 20, seed), Usual, seed);

        Assert.All(data.Items.GroupBy(item => item.Entity), home => Assert.Single(home.Select(item => item.Split).Distinct()));
        foreach (var label in data.Items.GroupBy(item => item.Label))
        {
            foreach (var (split, share) in Usual.Parts)
                Assert.Equal(share, label.Count(item => item.Split == split) / (double)label.Count(), 0.04);
        }
    }

    [Fact]
    public void Split_Again_GivesTheSameWhateverTheOrder()
    {
        var data = Homes(30, 5, 3);

        var splits = Splitter.Split(data, Usual, 5).Items.ToDictionary(item => item.Sha256, item => item.Split);

        Assert.All(Splitter.Split(data with { Items = [.. data.Items.Reverse()] }, Usual, 5).Items, item => Assert.Equal(splits[item.Sha256], item.Split));
    }

    [Fact]
    public void Split_ADataSetThatGrew_MovesNothing()
    {
        var before = Splitter.Split(Homes(30, 5, 3), Usual, 5);
        var grown = before with { Items = [.. before.Items, .. Homes(60, 5, 4).Items.Where(item => item.Entity == "home-3" || item.Entity == "home-50")] };

        var after = Splitter.Split(grown, Usual, 5);

        Assert.Equal(before.Items.Select(item => item.Split), after.Items.Take(before.Items.Count).Select(item => item.Split));
        Assert.All(after.Items.GroupBy(item => item.Entity), home => Assert.Single(home.Select(item => item.Split).Distinct()));
    }

    [Fact]
    public void Split_OnePictureUnderTwoNames_GoesToOneSplit()
    {
        var data = Homes(40, 1, 3);
        var twice = data with { Items = [.. data.Items.Select(item => item with { Entity = null }), data.Items[0] with { File = "again", Entity = null }] };

        var after = Splitter.Split(twice, Usual, 5);

        Assert.Equal(after.Items[0].Split, after.Items[^1].Split);
    }

    [Fact]
    public void Split_AHomeInTwoSplits_IsRefused()
    {
        var data = Homes(3, 2, 3);
        var torn = data with { Items = [data.Items[0] with { Split = "train" }, data.Items[1] with { Split = "test" }, .. data.Items.Skip(2)] };

        Assert.Contains("--again", Assert.Throws<DataException>(() => Splitter.Split(torn, Usual, 5)).Message);
        Assert.Contains("is in odd", Assert.Throws<DataException>(() => Splitter.Split(data with { Items = [data.Items[0] with { Split = "odd" }] }, Usual, 5)).Message);
    }

    private static DataSet Homes(int homes, int pictures, int seed)
    {
        var random = new Random(seed);
        var hash = new byte[8];
        return new("/", [.. Enumerable.Range(0, homes).SelectMany(home => Enumerable.Range(0, pictures).Select(picture =>
        {
            random.NextBytes(hash);
            return new Item
            {
                File = $"{seed}/{home}/{picture}",
                Sha256 = Convert.ToHexStringLower(hash).PadLeft(64, '0'),
                Label = random.Next(4) switch { 0 => "bathroom", 1 => "hallway", _ => "kitchen" },
                Entity = $"home-{home}",
                Traits = new(640, 480, PerceptualHash.Text(BitConverter.ToUInt64(hash)), 0.5, 0, 100),
            };
        }))]);
    }
}
