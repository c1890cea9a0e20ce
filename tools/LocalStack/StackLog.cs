namespace RoomTypes.LocalStack;

/// <summary>One log of all parts, a line at a time, each with the name of its part before it.</summary>
internal sealed class StackLog(TextWriter output, bool isColoured)
{
    // Of the terminal's own palette, which is readable on its background.
    private static readonly int[] Colours = [36, 35, 33, 32, 34];

    private readonly Lock _lock = new();
    private readonly List<string> _names = [];

    /// <summary>Whether colours are wanted: on a terminal, unless NO_COLOR is set (https://no-color.org).</summary>
    public static bool IsColoured() =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>What a part says.</summary>
    public void Write(string name, string line)
    {
        lock (_lock)
        {
            if (!_names.Contains(name)) _names.Add(name);
            var prefix = $"{name,-8} |";
            output.WriteLine(isColoured ? $"\e[{Colours[_names.IndexOf(name) % Colours.Length]}m{prefix}\e[0m {line}" : $"{prefix} {line}");
            output.Flush();
        }
    }

    /// <summary>What the stack itself says.</summary>
    public void Tell(string line) => Write("stack", line);
}
