using Spectre.Console;

namespace Rendering;

/// <summary>Consoles of command line programs.</summary>
internal static class Consoles
{
    /// <summary>The standard output.</summary>
    public static IAnsiConsole Output() => Open(Console.Out, Console.IsOutputRedirected);

    /// <summary>The standard error: progress goes there, so that the standard output is the report alone.</summary>
    public static IAnsiConsole Error() => Open(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Open(TextWriter writer, bool isRedirected) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    });
}
