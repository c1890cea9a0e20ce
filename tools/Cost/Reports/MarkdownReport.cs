using System.Text;
using RoomTypes.Cost.Estimates;

namespace RoomTypes.Cost.Reports;

/// <summary>Estimates as GitHub's Markdown, for a pull request.</summary>
internal static class MarkdownReport
{
    /// <summary>The text.</summary>
    public static string Of(IReadOnlyList<Estimate> estimates, Measured measured)
    {
        var content = new TextTable(estimates);
        var text = new StringBuilder($"### {TextTable.Title(estimates[0])}\n\n");
        text.Append($"| {string.Join(" | ", content.Heads)} |\n|---|{string.Concat(content.Heads.Skip(1).Select(_ => "---:|"))}\n");
        foreach (var row in content.Rows) text.Append($"| {string.Join(" | ", row)} |\n");
        text.Append('\n');
        foreach (var note in TextTable.Notes(estimates, measured)) text.Append($"- {note}\n");
        return text.ToString();
    }
}
