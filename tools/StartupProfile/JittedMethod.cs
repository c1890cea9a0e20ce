namespace RoomTypes.StartupProfile;

/// <summary>A method as the runtime lists it where DOTNET_JitStdOutFile and DOTNET_JitDisasmSummary are set.</summary>
/// <param name="Type">The type, with its arguments.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Arguments">Its type arguments.</param>
/// <param name="Parameters">How many parameters it has.</param>
internal sealed record JittedMethod(TypeName Type, string Name, IReadOnlyList<TypeName> Arguments, int Parameters)
{
    private const string Marker = ": JIT compiled ";

    /// <summary>Reads a line such as "12: JIT compiled Ns.List`1[int]:Add(int) [Tier0, IL size=1, code size=2]".</summary>
    /// <returns>Null where the line names no method of an assembly.</returns>
    public static JittedMethod? Parse(string line)
    {
        var start = line.IndexOf(Marker, StringComparison.Ordinal);
        var end = line.LastIndexOf(" [", StringComparison.Ordinal);
        if (start < 0 || end < 0 || line.Contains("(dynamicClass)", StringComparison.Ordinal) || line.Contains(":IL_STUB", StringComparison.Ordinal)) return null;
        var text = new TypeNameReader(line[(start + Marker.Length)..end]);
        var type = text.ReadType(':');
        text.Expect(':');
        var name = text.ReadName("[(");
        var arguments = text.ReadArguments();
        text.Expect('(');
        return new(type, name, arguments, text.CountParameters());
    }
}

/// <summary>A type's full name, as in "Outer`1+Inner", its arguments and its ranks as an array of vectors.</summary>
internal sealed record TypeName(string Name, IReadOnlyList<TypeName> Arguments, int Vectors);

/// <summary>Reads the runtime's names from left to right.</summary>
internal sealed class TypeNameReader(string text)
{
    private int _at;

    /// <summary>Reads a type that ends before one of the characters, or with the text.</summary>
    public TypeName ReadType(params ReadOnlySpan<char> ends)
    {
        var name = ReadName([.. ends, '[']);
        var arguments = ReadArguments();
        var vectors = 0;
        for (; At("[]"); _at += 2) vectors++;
        return new(name, arguments, vectors);
    }

    /// <summary>Reads "[A,B]", or nothing.</summary>
    public List<TypeName> ReadArguments()
    {
        List<TypeName> arguments = [];
        if (!At("[") || At("[]")) return arguments;
        do
        {
            _at++;
            arguments.Add(ReadType(',', ']'));
        }
        while (At(","));
        Expect(']');
        return arguments;
    }

    /// <summary>Reads up to one of the characters.</summary>
    public string ReadName(ReadOnlySpan<char> ends)
    {
        var length = text.AsSpan(_at).IndexOfAny(ends);
        var name = text.Substring(_at, length < 0 ? text.Length - _at : length);
        _at += name.Length;
        return name;
    }

    /// <summary>Passes a character.</summary>
    /// <exception cref="FormatException">Another one is there.</exception>
    public void Expect(char expected)
    {
        if (!At($"{expected}")) throw new FormatException($"'{text}' has no '{expected}' at {_at}.");
        _at++;
    }

    /// <summary>How many types follow up to the closing parenthesis.</summary>
    public int CountParameters()
    {
        var (count, depth) = (At(")") ? 0 : 1, 0);
        for (; _at < text.Length; _at++)
        {
            if (text[_at] == '[') depth++;
            else if (text[_at] == ']') depth--;
            else if (text[_at] == ',' && depth == 0) count++;
        }

        return count;
    }

    private bool At(string expected) => text.AsSpan(_at).StartsWith(expected);
}
