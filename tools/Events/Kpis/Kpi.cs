namespace RoomTypes.EventsTool.Kpis;

/// <summary>A key figure: a file of SQL whose first lines say what it is.</summary>
/// <param name="Name">The file's name without extension.</param>
/// <param name="Text">The file.</param>
internal sealed record Kpi(string Name, string Text)
{
    /// <summary>What figures can be told apart by, in the order of the answer's columns.</summary>
    public static readonly string[] Dimensions = ["day", "model", "variation", "room_type", "firmware", "site"];

    /// <summary>What it is.</summary>
    public string Meaning { get; } = Text.Split('\n')[0].TrimStart('-', ' ').TrimEnd();

    /// <summary>What it is measured in.</summary>
    public string Unit { get; } = Required(Text, "unit");

    /// <summary>How it is made of its other columns.</summary>
    public string Formula { get; } = Required(Text, "formula");

    /// <summary>Values that it needs besides the days; null for none.</summary>
    public string? Parameters { get; } = Head(Text, "parameters");

    /// <summary>The columns that follow the dimensions.</summary>
    public IReadOnlyList<string> Columns { get; } = Required(Text, "columns").Split(", ");

    /// <summary>The columns that are the figure itself: the last one, of latency the last three.</summary>
    public IReadOnlyList<string> Figures => [.. Columns.TakeLast(Name == "latency" ? 3 : 1)];

    /// <summary>Its name for people.</summary>
    public string Title => $"{char.ToUpperInvariant(Name[0])}{Name[1..].Replace('_', ' ')}";

    private static string Required(string text, string head) => Head(text, head) ?? throw new InvalidDataException($"A key figure's file has no '-- {head}: ': {text.Split('\n')[0]}");

    private static string? Head(string text, string head) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith($"-- {head}: ", StringComparison.Ordinal)) is { } line ? line[(head.Length + 5)..].TrimEnd() : null;
}
