using Amazon.Lambda.AspNetCoreServer.Hosting.Events;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;

namespace Hosting.Tests.Events;

public sealed class QueryStringsTests
{
    [Fact]
    public void FromDecoded_AnyPairs_ParseToThePairs() =>
        Prop.ForAll<(NonEmptyString Key, string? Value)[]>(pairs =>
        {
            var wanted = pairs.Select(p => (Key: Valid(p.Key.Get), Value: Valid(p.Value ?? ""))).ToArray();
            var parsed = QueryHelpers.ParseQuery(QueryStrings.FromDecoded([.. wanted.Select(p => KeyValuePair.Create(p.Key, p.Value))]));
            return wanted.GroupBy(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase)
                .All(g => parsed[g.Key].ToArray().SequenceEqual(g)) && wanted.All(p => parsed.ContainsKey(p.Key));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("a=%2B+1&a=2", "?a=%2B+1&a=2")]
    public void FromRaw_AnyQuery_IsLeftAsItIs(string? raw, string expected) => Assert.Equal(expected, QueryStrings.FromRaw(raw));

    // JSON carries no lone surrogates.
    private static string Valid(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
