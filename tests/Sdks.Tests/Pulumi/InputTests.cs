using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Sdks.Tests.PulumiSdk;

public class InputTests
{
    [Fact]
    public Task InputList_FromEveryKindOfElement_KeepsOrder() => InDeployment.PreviewAsync(async () =>
    {
        var list = new InputList<string>
        {
            "1",
            Output.Create("2"),
            ImmutableArray.Create("3", "4"),
            new List<string> { "5" },
            Output.Create(ImmutableArray.Create("6", "7")),
            { "8", "9" },
        };
        Assert.Equal("1 2 3 4 5 6 7 8 9", string.Join(' ', await OutputUtilities.GetValueAsync(list.ToOutput())));
        Assert.Equal("1 2", string.Join(' ', await OutputUtilities.GetValueAsync(((InputList<string>)"1").Concat(Output.Create("2")).ToOutput())));
    });

    [Fact]
    public Task InputList_OfUnions_TakesBothCases() => InDeployment.PreviewAsync(async () =>
    {
        var list = new InputList<Union<string, int>> { "a", 1, Union<string, int>.FromT1(2) };
        Assert.Equal(["a", 1, 2], (await OutputUtilities.GetValueAsync(list.ToOutput())).Select(union => union.Value));
    });

    [Fact]
    public Task InputList_EnumeratedAsync_YieldsElements() => InDeployment.PreviewAsync(async () =>
    {
        var values = new List<string>();
        await foreach (var element in new InputList<string> { "a", "b" })
            values.Add(await OutputUtilities.GetValueAsync(element.ToOutput()));
        Assert.Equal(["a", "b"], values);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)new InputList<string>()).GetEnumerator());
    });

    [Fact]
    public Task InputMap_FromEveryKindOfEntry_HoldsAll() => InDeployment.PreviewAsync(async () =>
    {
        var map = new InputMap<string>
        {
            { "a", "1" },
            { "b", Output.Create("2") },
            new Dictionary<string, string> { ["c"] = "3" },
            Output.Create(ImmutableDictionary<string, string>.Empty.Add("d", "4")),
        };
        map["e"] = "5";
        var values = await OutputUtilities.GetValueAsync(map.ToOutput());
        Assert.Equal("a=1 b=2 c=3 d=4 e=5", string.Join(' ', values.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}")));
    });

    [Fact]
    public Task InputMap_MergedWithSameKey_TakesSecond() => InDeployment.PreviewAsync(async () =>
    {
        var first = new InputMap<string> { ["a"] = "1", ["b"] = "2" };
        var merged = InputMap<string>.Merge(first, new InputMap<string> { ["b"] = "3" });
        Assert.Equal("3", (await OutputUtilities.GetValueAsync(merged.ToOutput()))["b"]);
        Assert.Equal("2", (await OutputUtilities.GetValueAsync(first.ToOutput()))["b"]);
    });

    [Fact]
    public async Task InputMap_WithSameKeyTwice_TakesEqualValuesOnly()
    {
        await InDeployment.PreviewAsync(async () =>
            Assert.Single(await OutputUtilities.GetValueAsync(new InputMap<string> { { "a", "1" }, { "a", "1" } }.ToOutput())));

        var conflict = await Assert.ThrowsAsync<RunException>(() => InDeployment.PreviewAsync(() =>
        {
            _ = new InputMap<string> { { "a", "1" }, { "a", "2" } };
            return Task.CompletedTask;
        }));
        Assert.Contains("Key 'a' already exists in the map with a different value.", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task NullCollections_ConvertedToInputs_StayNull() => InDeployment.PreviewAsync(async () =>
    {
        InputMap<string> map = (ImmutableDictionary<string, string>)null!;
        Assert.Null(await OutputUtilities.GetValueAsync(map.ToOutput()));
        InputList<string> list = Output.Create(default(ImmutableArray<string>));
        Assert.True((await OutputUtilities.GetValueAsync(list.ToOutput())).IsDefault);
    });

    [Fact]
    public Task InputUnion_FromEveryKindOfValue_HoldsCase() => InDeployment.PreviewAsync(async () =>
    {
        Input<int> input = 3;
        InputUnion<string, int>[] unions = ["a", 1, Output.Create("b"), Output.Create(2), input, Union<string, int>.FromT0("c")];
        var values = await OutputUtilities.GetValueAsync(Output.All(unions.Select(union => union.ToOutput())));
        Assert.Equal(["a", 1, "b", 2, 3, "c"], values.Select(union => union.Value));
    });

    [Fact]
    public void Union_OfEitherCase_MatchesIt()
    {
        Union<string, int> text = "a";
        Union<string, int> number = 1;
        Assert.Equal("A", text.Match(value => value.ToUpperInvariant(), _ => "number"));
        Assert.True(number.TryPickT1(out var picked, out _) && picked == 1);
        Assert.Equal(2, number.MapT1(value => value + 1).AsT1);
        Assert.Throws<InvalidOperationException>(() => text.AsT1);
        Assert.True(text == "a" && text != number);
    }
}
