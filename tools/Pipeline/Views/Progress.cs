using Rendering;
using RoomTypes.PipelineTool.Runs;
using Spectre.Console;

namespace RoomTypes.PipelineTool.Views;

/// <summary>How far a run is: a line for each thing that happens, and on a terminal what the step says last, with the time.</summary>
/// <param name="console">The standard error.</param>
/// <param name="isLive">Whether somebody looks at it.</param>
internal sealed class Progress(IAnsiConsole console, bool isLive)
{
    /// <summary>Says it.</summary>
    public void Say(string text)
    {
        // Where no terminal is, lines are not broken.
        if (isLive) console.WritePlainLine($"{text}");
        else Console.Error.WriteLine(text);
    }

    /// <summary>Shows that a step is at work.</summary>
    public async Task<T> ShowAsync<T>(string step, int attempt, Func<Action<string>, Task<T>> work)
    {
        var title = attempt == 1 ? step : $"{step} (try {attempt})";
        if (!isLive)
        {
            Say($"{title}: begun");
            return await work(_ => { });
        }

        return await console.Status().StartAsync(PlainMarkup.Of(title), async status =>
        {
            var (start, said) = (DateTimeOffset.UtcNow, "");
            var working = work(line => said = line);
            while (await Task.WhenAny(working, Task.Delay(TimeSpan.FromSeconds(1))) != working) status.Status = PlainMarkup.Of($"{title} {Times.Text(DateTimeOffset.UtcNow - start)}  {said}").ReplaceLineEndings(" ");
            return await working;
        });
    }
}
