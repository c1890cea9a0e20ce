using System.Diagnostics;
using System.Text.Json;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Segments;

namespace RoomTypes.Tests.Experiments.Segments;

public class EventPatternTests
{
    private const string Robot = """{"country":"DE","age":12,"beta":true,"owner":null,"tags":["a","b"],"path":"C:\\x*","address":"10.0.0.7","visits":[{"room":"bath","minutes":5},{"room":"hall","minutes":9}],"home":{"rooms":3,"city":"Bonn?"}}""";

    [Theory]
    [InlineData("""{"country":["DE"]}""", true)]
    [InlineData("""{"country":["FR","DE"]}""", true)]
    [InlineData("""{"country":["DE"],"age":[13]}""", false)]
    [InlineData("""{"age":[{"numeric":[">",10,"<=",12]}]}""", true)]
    [InlineData("""{"age":[{"numeric":["<",12]}]}""", false)]
    [InlineData("""{"age":[{"numeric":["=",12]}]}""", true)]
    [InlineData("""{"beta":[true]}""", true)]
    [InlineData("""{"owner":[null]}""", true)]
    [InlineData("""{"missing":[null]}""", false)]
    [InlineData("""{"missing":[{"exists":false}]}""", true)]
    [InlineData("""{"owner":[{"exists":true}]}""", true)]
    [InlineData("""{"country":[{"prefix":"D"}]}""", true)]
    [InlineData("""{"country":[{"suffix":"D"}]}""", false)]
    [InlineData("""{"country":[{"equals-ignore-case":"de"}]}""", true)]
    [InlineData("""{"home":{"city":[{"wildcard":"B*n?"}]}}""", true)]
    [InlineData("""{"home":{"city":[{"wildcard":"B??n*"}]}}""", false)]
    [InlineData("""{"country":[{"anything-but":["FR","IT"]}]}""", true)]
    [InlineData("""{"country":[{"anything-but":"DE"}]}""", false)]
    [InlineData("""{"country":[{"anything-but":{"prefix":"D"}}]}""", false)]
    [InlineData("""{"missing":[{"anything-but":"x"}]}""", false)]
    [InlineData("""{"tags":["b"]}""", true)]
    [InlineData("""{"path":[{"wildcard":"C:\\\\*\\*"}]}""", true)]
    [InlineData("""{"path":[{"wildcard":"C:\\*"}]}""", false)]
    [InlineData("""{"visits":{"room":["bath"]}}""", true)]
    [InlineData("""{"visits":{"minutes":[{"numeric":[">",7]}]}}""", true)]
    [InlineData("""{"visits":{"room":["attic"]}}""", false)]
    [InlineData("""{"address":[{"cidr":"10.0.0.0/24"}]}""", true)]
    [InlineData("""{"address":[{"cidr":"10.0.1.9/24"}]}""", false)]
    [InlineData("""{"country":[{"prefix":{"equals-ignore-case":"d"}}]}""", true)]
    [InlineData("""{"country":[{"suffix":{"equals-ignore-case":"d"}}]}""", false)]
    [InlineData("""{"country":[{"anything-but":{"prefix":["D","F"]}}]}""", false)]
    [InlineData("""{"country":[{"anything-but":{"wildcard":["F*","I*"]}}]}""", true)]
    [InlineData("""{"country":[{"anything-but":{"equals-ignore-case":["de"]}}]}""", false)]
    [InlineData("""{"home":{"rooms":[{"numeric":[">=",3]}]}}""", true)]
    [InlineData("""{"$or":[{"country":["FR"]},{"home":{"rooms":[3]}}]}""", true)]
    [InlineData("""{"country":["DE"],"$or":[{"age":[1]},{"age":[2]}]}""", false)]
    public void IsMet_OfADocument_FollowsEventBridge(string pattern, bool expected)
    {
        using var document = JsonDocument.Parse(Robot);
        Assert.Equal(expected, EventPattern.Parse(pattern).IsMet(new Attributes(document.RootElement)));
    }

    [Theory]
    [InlineData("""{"age":[{"numeric":[">",10]}]}""", true)]
    [InlineData("""{"age":[12]}""", true)]
    [InlineData("""{"beta":[true]}""", true)]
    [InlineData("""{"home":{"rooms":[3]}}""", true)]
    [InlineData("""{"country":[{"numeric":[">",10]}]}""", false)]
    public void IsMet_OfTexts_TakesThemAsWhatTheyLookLike(string pattern, bool expected)
    {
        var texts = new Dictionary<string, string> { ["age"] = "12", ["beta"] = "true", ["home.rooms"] = "3", ["country"] = "DE" };
        Assert.Equal(expected, EventPattern.Parse(pattern).IsMet(new Attributes(texts)));
    }

    /// <summary>A matcher that tries again from every place takes minutes for it.</summary>
    [Fact]
    public void IsMet_ByTheWorstWildcards_IsToldAtOnce()
    {
        var wildcard = string.Concat(Enumerable.Repeat("*aaaaaaab", 100)) + "*aaaaaaac";
        var texts = new Dictionary<string, string> { ["name"] = string.Concat(Enumerable.Repeat("aaaaaaab", 20_000)) };
        var start = Stopwatch.GetTimestamp();
        Assert.False(EventPattern.Parse($$"""{"name":[{"wildcard":"{{wildcard}}"}]}""").IsMet(new Attributes(texts)));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "an object")]
    [InlineData("{}", "at least one name")]
    [InlineData("""{"a":"x"}""", "a list of at least one value")]
    [InlineData("""{"a":{"b":[]}}""", "at 'a.b'")]
    [InlineData("""{"a":[{"numeric":["~",1]}]}""", "numeric with one or two comparisons")]
    [InlineData("""{"a":[{"matches":"x"}]}""", "not 'matches'")]
    [InlineData("""{"a":[{"prefix":1}]}""", "a text for prefix")]
    [InlineData("""{"$or":{}}""", "a list of patterns")]
    public void Parse_AWrongPattern_SaysWhatAndWhere(string pattern, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => EventPattern.Parse(pattern)).Message);
}
