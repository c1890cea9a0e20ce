namespace RoomTypes.Experiments.Segments;

/// <summary>What one value must be like.</summary>
internal abstract record ValueMatcher
{
    public abstract bool Matches(in AttributeValue value);
}

internal sealed record ExistsMatcher(bool Wanted) : ValueMatcher
{
    public override bool Matches(in AttributeValue value) => value.Exists == Wanted;
}

internal sealed record NullMatcher : ValueMatcher
{
    public override bool Matches(in AttributeValue value) => value.IsNull;
}

internal sealed record BooleanMatcher(bool Wanted) : ValueMatcher
{
    public override bool Matches(in AttributeValue value) => value.TryGetBoolean(out var actual) && actual == Wanted;
}

/// <summary>Numbers from a lower to an upper bound, each included or not.</summary>
internal sealed record NumberMatcher(double Lower, bool LowerIncluded, double Upper, bool UpperIncluded) : ValueMatcher
{
    public override bool Matches(in AttributeValue value) =>
        value.TryGetNumber(out var number)
        && (LowerIncluded ? number >= Lower : number > Lower)
        && (UpperIncluded ? number <= Upper : number < Upper);
}

/// <summary>How a text is compared.</summary>
internal enum TextRelation
{
    Equal,
    EqualIgnoringCase,
    Prefix,
    Suffix,
    PrefixIgnoringCase,
    SuffixIgnoringCase,
}

internal sealed record TextMatcher(TextRelation Relation, string Wanted) : ValueMatcher
{
    public override bool Matches(in AttributeValue value) => value.TryGetText(out var text) && Relation switch
    {
        TextRelation.Prefix => text.StartsWith(Wanted, StringComparison.Ordinal),
        TextRelation.Suffix => text.EndsWith(Wanted, StringComparison.Ordinal),
        TextRelation.PrefixIgnoringCase => text.StartsWith(Wanted, StringComparison.OrdinalIgnoreCase),
        TextRelation.SuffixIgnoringCase => text.EndsWith(Wanted, StringComparison.OrdinalIgnoreCase),
        TextRelation.EqualIgnoringCase => text.Equals(Wanted, StringComparison.OrdinalIgnoreCase),
        _ => text == Wanted,
    };
}

/// <summary>Texts that are addresses of a network.</summary>
internal sealed record CidrMatcher(System.Net.IPNetwork Network) : ValueMatcher
{
    public override bool Matches(in AttributeValue value) =>
        value.TryGetText(out var text) && System.Net.IPAddress.TryParse(text, out var address) && Network.Contains(address);
}

/// <summary>Texts with anything where the asterisks were.</summary>
/// <param name="Parts">What stood between them.</param>
internal sealed record WildcardMatcher(string[] Parts) : ValueMatcher
{
    public override bool Matches(in AttributeValue value)
    {
        if (!value.TryGetText(out var text)) return false;
        if (Parts.Length == 1) return text == Parts[0];
        var rest = text.AsSpan();
        if (!rest.StartsWith(Parts[0], StringComparison.Ordinal)) return false;
        rest = rest[Parts[0].Length..];
        foreach (var part in Parts.AsSpan(1, Parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0) return false;
            rest = rest[(at + part.Length)..];
        }

        return rest.EndsWith(Parts[^1], StringComparison.Ordinal);
    }
}

/// <summary>A value that exists and is none of those.</summary>
internal sealed record AnythingButMatcher(ValueMatcher[] Unwanted) : ValueMatcher
{
    public override bool Matches(in AttributeValue value)
    {
        if (!value.Exists) return false;
        foreach (var matcher in Unwanted)
        {
            if (matcher.Matches(value)) return false;
        }

        return true;
    }
}
