using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pulumi;
using Pulumi.Utilities;

namespace Sdks.Tests.PulumiSdk;

public class OutputTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public Task Apply_ToKnownValue_ReturnsResult() => InDeployment.PreviewAsync(async () =>
    {
        Assert.Equal(2, await OutputUtilities.GetValueAsync(Output.Create(1).Apply(value => value + 1)));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(Output.Create(1).Apply(value => Task.FromResult(value + 1))));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(Output.Create(1).Apply(value => Output.Create(value + 1))));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(Output.Create(1).Apply(value => (Input<int>)(value + 1))));
    });

    [Fact]
    public Task Apply_ToUnknownInPreview_DoesNotRun() => InDeployment.PreviewAsync(async () =>
    {
        var hasRun = false;
        var result = OutputUtilities.CreateUnknown(1).Apply(_ => hasRun = true);
        Assert.False(await OutputUtilities.GetIsKnownAsync(result));
        Assert.False(hasRun);
    });

    [Fact]
    public Task Apply_ToUnknownInUpdate_DoesNotRun() => InDeployment.UpdateAsync(async () =>
    {
        var hasRun = false;
        var result = OutputUtilities.CreateUnknown(1).Apply(_ => hasRun = true);
        var made = OutputUtilities.CreateUnknown(() => Task.FromResult(hasRun = true));
        Assert.False(await OutputUtilities.GetIsKnownAsync(result));
        Assert.False(await OutputUtilities.GetIsKnownAsync(made));
        Assert.False(hasRun);
    });

    [Fact]
    public Task Apply_ReturningNoOutput_IsDefault() => InDeployment.PreviewAsync(async () =>
    {
        var result = Output.CreateSecret(1).Apply(_ => (Output<string>?)null);
        Assert.Null(await OutputUtilities.GetValueAsync(result));
        Assert.True(await Output.IsSecretAsync(result));
    });

    [Fact]
    public void Apply_ToAnyOutputs_KeepsUnknownSecretAndDependencies()
        => Prop.ForAll(OutputStates.Pairs, pair => WithResources(async resources =>
        {
            var (outer, inner) = pair;
            var result = outer.ToOutput(resources).Apply(_ => inner.ToOutput(resources));

            // The inner output of an unknown one never comes into being.
            var seen = outer.IsKnown ? outer.Combine(inner) : outer;
            await AssertStateAsync(seen, resources, result);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void All_OfAnyOutputs_KeepsUnknownSecretAndDependencies()
        => Prop.ForAll(OutputStates.Lists, states => WithResources(async resources =>
        {
            var result = Output.All(states.Select(state => state.ToOutput(resources)));
            var seen = states.Aggregate(new OutputState(true, false, []), (all, state) => all.Combine(state));
            await AssertStateAsync(seen, resources, result);
            if (seen.IsKnown)
                Assert.Equal(states.Length, (await OutputUtilities.GetValueAsync(result)).Length);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public Task Tuple_OfInputsAndOutputs_HoldsAllValues() => InDeployment.PreviewAsync(async () =>
    {
        Input<string> two = "two";
        Assert.Equal((1, "two"), await OutputUtilities.GetValueAsync(Output.Tuple((Input<int>)1, two)));
        Assert.Equal(
            (1, "two", true, 4d, 5, 6, 7, 8),
            await OutputUtilities.GetValueAsync(Output.Tuple(
                (Input<int>)1, two, (Input<bool>)true, (Input<double>)4d, (Input<int>)5, (Input<int>)6, (Input<int>)7, (Input<int>)8)));
        Assert.True(await Output.IsSecretAsync(Output.Tuple(Output.Create(1), Output.CreateSecret(2))));
    });

    [Fact]
    public Task Format_WithInputsAndOutputs_FillsHoles() => InDeployment.PreviewAsync(async () =>
    {
        Input<string> input = "in";
        var text = Output.Format($"{input}-{Output.Create(1.5)}-{"plain"}-{Output.CreateSecret("s")}");
        Assert.Equal("in-1.5-plain-s", await OutputUtilities.GetValueAsync(text));
        Assert.True(await Output.IsSecretAsync(text));
        Assert.False(await OutputUtilities.GetIsKnownAsync(Output.Format($"{OutputUtilities.CreateUnknown("u")}")));
    });

    [Fact]
    public Task Unsecret_OfSecret_IsPlain() => InDeployment.PreviewAsync(async () =>
    {
        var secret = Output.CreateSecret(Output.Create(1));
        Assert.True(await Output.IsSecretAsync(secret));
        Assert.False(await Output.IsSecretAsync(Output.Unsecret(secret)));
        Assert.Equal(1, await OutputUtilities.GetValueAsync(Output.Unsecret(secret)));
    });

    [Fact]
    public Task JsonSerialize_WithNestedOutputs_WritesValues() => InDeployment.PreviewAsync(async () =>
    {
        var value = new Dictionary<string, object>
        {
            ["output"] = Output.CreateSecret(1),
            ["input"] = (Input<string>)"in",
            ["list"] = new InputList<int> { 1, Output.Create(2) },
            ["map"] = new InputMap<int> { ["three"] = 3 },
        };
        var json = Output.JsonSerialize(Output.Create(value));
        Assert.Equal("""{"output":1,"input":"in","list":[1,2],"map":{"three":3}}""", await OutputUtilities.GetValueAsync(json));
        Assert.True(await Output.IsSecretAsync(json));
    });

    [Fact]
    public Task JsonSerialize_WithOptions_FollowsThem() => InDeployment.PreviewAsync(async () =>
        Assert.Equal("[\n  1\n]", await OutputUtilities.GetValueAsync(Output.JsonSerialize(Output.Create(ImmutableArray.Create(1)), Indented))));

    [Fact]
    public Task JsonSerialize_WithNestedUnknown_IsUnknown() => InDeployment.PreviewAsync(async () =>
    {
        var json = Output.JsonSerialize(Output.Create(new[] { Output.Create(1), OutputUtilities.CreateUnknown(2) }));
        Assert.False(await OutputUtilities.GetIsKnownAsync(json));
    });

    [Fact]
    public Task JsonDeserialize_OfSecret_MakesNestedOutputsSecret() => InDeployment.PreviewAsync(async () =>
    {
        var values = Output.JsonDeserialize<Output<int>[]>(Output.CreateSecret("[1,2]"));
        var nested = await OutputUtilities.GetValueAsync(values);
        Assert.Equal(2, await OutputUtilities.GetValueAsync(nested[1]));
        Assert.True(await Output.IsSecretAsync(nested[1]));
    });

    [Fact]
    public Task GetAt_OfOutputArray_ReturnsElement() => InDeployment.PreviewAsync(async () =>
    {
        var array = Output.Create(ImmutableArray.Create("a", "b"));
        Assert.Equal("b", await OutputUtilities.GetValueAsync(array.GetAt(1)));
        Assert.Equal("a", await OutputUtilities.GetValueAsync(array.First()));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(array.Length()));
    });

    [Fact]
    public Task ToString_OfOutput_NeverShowsValue() => InDeployment.PreviewAsync(() =>
    {
        var text = $"{Output.CreateSecret("hunter2")}";
        Assert.StartsWith("Calling [ToString] on an [Output<T>] is not supported.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    [Fact]
    public void ToString_OutsideOfDeployments_Throws()
        => Assert.Throws<InvalidOperationException>(() => Output.Create(1).ToString());

    private static void WithResources(Func<IReadOnlyList<Resource>, Task> body)
        => InDeployment.PreviewAsync(() => body([new Bucket("a"), new Bucket("b"), new Bucket("c")])).GetAwaiter().GetResult();

    private static async Task AssertStateAsync<T>(OutputState expected, IReadOnlyList<Resource> resources, Output<T> actual)
    {
        Assert.Equal(expected.IsKnown, await OutputUtilities.GetIsKnownAsync(actual));
        Assert.Equal(expected.IsSecret, await Output.IsSecretAsync(actual));
        Assert.Equal(expected.Dependencies.Select(index => resources[index]).ToHashSet(), await OutputUtilities.GetDependenciesAsync(actual));
    }
}

/// <summary>What an output carries beside its value; dependencies are indices of three resources.</summary>
public sealed record OutputState(bool IsKnown, bool IsSecret, ImmutableHashSet<int> Dependencies)
{
    public OutputState Combine(OutputState other)
        => new(IsKnown && other.IsKnown, IsSecret || other.IsSecret, Dependencies.Union(other.Dependencies));

    public Output<int> ToOutput(IReadOnlyList<Resource> resources)
    {
        var output = IsKnown ? Output.Create(7) : OutputUtilities.CreateUnknown(7);
        if (IsSecret)
            output = Output.CreateSecret(output);
        return Dependencies.Aggregate(output, (current, index) => OutputUtilities.WithDependency(current, resources[index]));
    }
}

internal static class OutputStates
{
    private static readonly Gen<OutputState> One =
        from isKnown in ArbMap.Default.GeneratorFor<bool>()
        from isSecret in ArbMap.Default.GeneratorFor<bool>()
        from dependencies in Gen.SubListOf([0, 1, 2])
        select new OutputState(isKnown, isSecret, [.. dependencies]);

    public static Arbitrary<(OutputState Outer, OutputState Inner)> Pairs { get; } =
        (from outer in One from inner in One select (outer, inner)).ToArbitrary();

    public static Arbitrary<OutputState[]> Lists { get; } = One.ArrayOf().ToArbitrary();
}
