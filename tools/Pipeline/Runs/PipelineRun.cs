using System.Globalization;
using System.Security.Cryptography;
using Pipelines;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>A pipeline with values, and what was done of it.</summary>
/// <param name="Id">Its time and four digits of chance; ids sort by time.</param>
/// <param name="Definition">The pipeline.</param>
/// <param name="Values">The values of its parameters.</param>
/// <param name="State">What its journal says.</param>
/// <param name="IsNew">Whether it has no journal yet.</param>
internal sealed record PipelineRun(string Id, Definition Definition, IReadOnlyDictionary<string, string> Values, RunState State, bool IsNew)
{
    /// <summary>The steps that are to be done again, whatever the journal says.</summary>
    public IReadOnlySet<string> Reopened { get; private init; } = new HashSet<string>();

    /// <summary>The pipeline.</summary>
    public Pipeline Pipeline => Definition.Pipeline;

    /// <summary>A run that has yet to begin.</summary>
    public static PipelineRun New(Definition definition, IReadOnlyDictionary<string, string> values) => new(
        $"{DateTimeOffset.UtcNow.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}",
        definition, values, new RunState(definition.Pipeline), true);

    /// <summary>The same with steps that are to be done again.</summary>
    public PipelineRun Again(IReadOnlySet<string> steps) => this with { Reopened = steps };

    /// <summary>A template with the run's values, and what was decided in it.</summary>
    public string Fill(string template) => Template.Fill(template, name => name == Template.Run ? Id : Values.GetValueOrDefault(name) ?? Decided(name));

    /// <summary>The same without the run's own name: what every run with these values has.</summary>
    public string FillShared(string template) => Template.Fill(template, Values.GetValueOrDefault);

    private string? Decided(string name) => name.Split('.') is [var step, var what] && State.Of(step) is { } entry ? what == Template.By ? entry.By : entry.Message : null;
}
