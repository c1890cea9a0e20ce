using Pipelines;
using RoomTypes.Storage;

namespace RoomTypes.PipelineTool;

/// <summary>The values of a pipeline's parameters.</summary>
internal static class Parameters
{
    /// <summary>Those that are given, and the defaults of the others.</summary>
    /// <exception cref="PipelineException">One is unknown, or missing; the message names all of them.</exception>
    public static IReadOnlyDictionary<string, string> Of(Pipeline pipeline, IEnumerable<string> given)
    {
        var values = new Dictionary<string, string>();
        foreach (var text in given)
        {
            var parts = text.Split('=', 2);
            if (parts.Length < 2 || !pipeline.Parameters.Any(parameter => parameter.Name == parts[0]))
                throw new PipelineException($"--set is '{text}'; allowed is NAME=VALUE with one of {string.Join(", ", pipeline.Parameters.Select(parameter => parameter.Name))}.");
            values[parts[0]] = parts[1];
        }

        var missing = pipeline.Parameters.Where(parameter => !values.ContainsKey(parameter.Name) && parameter.Default is null).ToList();
        if (missing.Count > 0) throw new PipelineException(string.Join(Environment.NewLine, missing.Select(parameter => $"{parameter.Name} is missing: {parameter.Meaning}. Give it with --set {parameter.Name}=VALUE.")));
        foreach (var parameter in pipeline.Parameters) values.TryAdd(parameter.Name, parameter.Default!);
        return values;
    }

    /// <summary>Refuses files and folders that steps read, no step makes, and that are not there.</summary>
    /// <exception cref="PipelineException">There are such; the message names all of them.</exception>
    public static void VerifyInputs(Pipeline pipeline, IReadOnlyDictionary<string, string> values)
    {
        var made = pipeline.Steps.SelectMany(step => step.Outputs).ToHashSet();
        var faults = from step in pipeline.Steps
                     where step.IsWanted(values)
                     from input in step.Inputs
                     where !made.Contains(input)
                     let path = Template.Fill(input, values.GetValueOrDefault)
                     where path != Pipeline.EventStore && !S3Address.TryParse(path, out _) && !File.Exists(path) && !Directory.Exists(path)
                     select $"The step '{step.Name}' reads '{path}', and there is no such file or folder: {string.Join(" and ", Template.Names(input).Select(name => $"give another with --set {name}=VALUE"))}.";
        if (faults.ToList() is { Count: > 0 } all) throw new PipelineException(string.Join(Environment.NewLine, all));
    }
}
