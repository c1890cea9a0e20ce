using RoomTypes.Evaluate;
using Spectre.Console;

namespace RoomTypes.Tests.Evaluate;

public class TableReportTests
{
    [Fact]
    public void TableReport_OfNamesThatLookLikeMarkup_ShowsThemAsTheyAre()
    {
        string[] labels = ["a:key:b", "[red]c"];
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;

        new TableReport(console).Write(new EvaluationResult("model:key:@1", labels, new Scores(labels), [new("d:key:/[e].jpg", "unreadable", "no:key:picture")], TimeSpan.FromSeconds(1)));

        var text = writer.ToString();
        Assert.All([.. labels, "model:key:@1", "d:key:/[e].jpg: no:key:picture"], name => Assert.Contains(name, text));
    }
}
