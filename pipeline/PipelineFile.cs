using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Pipelines;

/// <summary>A pipeline as it is written; what is not allowed is told all at once.</summary>
public sealed class PipelineFile
{
    /// <summary>The pipeline's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What differs from place to place, by name.</summary>
    public Dictionary<string, ParameterEntry> Parameters { get; set; } = [];

    /// <summary>The steps, in any order.</summary>
    public List<StepEntry> Steps { get; set; } = [];

    /// <summary>The pipeline that this program was built with: pipeline/retrain.yaml.</summary>
    public static Pipeline Shipped() => Parse("pipeline/retrain.yaml", ShippedText());

    /// <summary>Its text.</summary>
    public static string ShippedText()
    {
        using var reader = new StreamReader(typeof(PipelineFile).Assembly.GetManifestResourceStream("retrain.yaml")!);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="PipelineException">It is missing, no YAML, or not allowed; the message names every fault.</exception>
    public static Pipeline Read(string path) => File.Exists(path)
        ? Parse(path, File.ReadAllText(path))
        : throw new PipelineException($"There is no pipeline '{path}'. Name a file that has one with --file.");

    /// <summary>Reads a text.</summary>
    /// <param name="path">What it is called in messages.</param>
    /// <param name="yaml">The text.</param>
    /// <exception cref="PipelineException">It is no YAML, or not allowed; the message names every fault.</exception>
    public static Pipeline Parse(string path, string yaml)
    {
        PipelineFile file;
        try
        {
            file = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<PipelineFile?>(yaml) ?? new();
        }
        catch (YamlException exception)
        {
            throw new PipelineException($"'{path}' cannot be read at line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}");
        }

        var faults = PipelineRules.FaultsOf(file).ToList();
        if (faults.Count == 0) return StepOrder.Arrange(file, faults) ?? throw Unusable(path, faults);
        throw Unusable(path, faults);
    }

    private static PipelineException Unusable(string path, IEnumerable<string> faults) =>
        new($"'{path}' cannot be used:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}."))}");
}

/// <summary>A parameter as it is written.</summary>
public sealed class ParameterEntry
{
    /// <summary>What it is.</summary>
    public string Meaning { get; set; } = "";

    /// <summary>What it is unless it is given; null where it has to be given.</summary>
    public string? Default { get; set; }
}

/// <summary>A step as it is written: <see cref="PipelineStep"/> tells what each is.</summary>
public sealed class StepEntry
{
    /// <summary><see cref="PipelineStep.Name"/>.</summary>
    public string Name { get; set; } = "";

    /// <summary><see cref="PipelineStep.Meaning"/>.</summary>
    public string Meaning { get; set; } = "";

    /// <summary><see cref="PipelineStep.Run"/>.</summary>
    public List<string> Run { get; set; } = [];

    /// <summary>Makes it a decision.</summary>
    public ApprovalEntry? Approval { get; set; }

    /// <summary>Steps that it waits for, besides those that make its inputs.</summary>
    public List<string> After { get; set; } = [];

    /// <summary><see cref="PipelineStep.Inputs"/>.</summary>
    public List<string> Inputs { get; set; } = [];

    /// <summary><see cref="PipelineStep.Outputs"/>.</summary>
    public List<string> Outputs { get; set; } = [];

    /// <summary><see cref="PipelineStep.When"/>, in braces.</summary>
    public string? When { get; set; }

    /// <summary><see cref="PipelineStep.Changes"/>.</summary>
    public List<string> Changes { get; set; } = [];

    /// <summary><see cref="PipelineStep.Timeout"/>, for example 30m.</summary>
    public string Timeout { get; set; } = "";

    /// <summary><see cref="PipelineStep.Retries"/>.</summary>
    public int Retries { get; set; }

    /// <summary><see cref="PipelineStep.RetryAfter"/>, for example 10s.</summary>
    public string RetryAfter { get; set; } = "10s";

    /// <summary><see cref="PipelineStep.Cpu"/>.</summary>
    public int Cpu { get; set; } = 1_024;

    /// <summary><see cref="PipelineStep.Memory"/>.</summary>
    public int Memory { get; set; } = 2_048;
}

/// <summary>A decision as it is written.</summary>
public sealed class ApprovalEntry
{
    /// <summary><see cref="PipelineStep.Remind"/>, for example 1d.</summary>
    public string Remind { get; set; } = "1d";
}
