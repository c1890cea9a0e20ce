namespace Pipelines;

/// <summary>Which step waits for which, and an order in which they can be done.</summary>
internal static class StepOrder
{
    /// <summary>The pipeline of a file whose steps are allowed each by itself; null where they cannot be put in an order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="faults">What is not allowed is added to it.</param>
    public static Pipeline? Arrange(PipelineFile file, List<string> faults)
    {
        var makers = file.Steps.SelectMany(step => step.Outputs.Select(output => (output, step))).ToDictionary(made => made.output, made => made.step);
        var needs = file.Steps.ToDictionary(step => step.Name, step => step.After.Concat(step.Inputs.Where(makers.ContainsKey).Select(input => makers[input].Name)).Distinct().ToList());
        foreach (var step in file.Steps)
        {
            foreach (var unknown in step.After.Where(name => !needs.ContainsKey(name))) faults.Add($"step '{step.Name}' comes after '{unknown}', which is no step; allowed are {string.Join(", ", needs.Keys.Where(name => name != step.Name))}");
            foreach (var maker in step.Inputs.Where(makers.ContainsKey).Select(input => makers[input]).Where(maker => maker.When is not null && maker.When != step.When))
                faults.Add($"step '{step.Name}' reads what '{maker.Name}' makes, which is left out where {maker.When} is empty: give both the same when");
        }

        if (faults.Count > 0) return null;
        var ordered = Sort(file, needs, faults);
        if (faults.Count == 0) faults.AddRange(Undecided(file, needs));
        return faults.Count > 0 ? null : new(file.Name, [.. file.Parameters.Select(parameter => new PipelineParameter(parameter.Key, parameter.Value.Meaning, parameter.Value.Default))], [.. ordered.Select(step => Step(step, needs[step.Name]))]);
    }

    /// <summary>Each time the first one of the file that waits for nothing more.</summary>
    private static List<StepEntry> Sort(PipelineFile file, Dictionary<string, List<string>> needs, List<string> faults)
    {
        var ordered = new List<StepEntry>();
        var done = new HashSet<string>();
        while (ordered.Count < file.Steps.Count)
        {
            if (file.Steps.Find(step => !done.Contains(step.Name) && needs[step.Name].TrueForAll(done.Contains)) is not { } next)
            {
                faults.Add($"steps wait for each other: {Circle(needs, file.Steps.First(step => !done.Contains(step.Name)).Name, done)}; take one of these out of after or inputs");
                return ordered;
            }

            ordered.Add(next);
            done.Add(next.Name);
        }

        return ordered;
    }

    private static string Circle(Dictionary<string, List<string>> needs, string start, HashSet<string> done)
    {
        List<string> way = [start];
        while (true)
        {
            var next = needs[way[^1]].First(name => !done.Contains(name));
            way.Add(next);
            if (way.IndexOf(next) is var first && first < way.Count - 1) return string.Join(" after ", way[first..]);
        }
    }

    /// <summary>Who has decided is known only once they have.</summary>
    private static IEnumerable<string> Undecided(PipelineFile file, Dictionary<string, List<string>> needs)
    {
        foreach (var step in file.Steps)
        {
            foreach (var decision in step.Run.SelectMany(Template.Names).Where(name => name.Contains('.')).Select(name => name.Split('.')[0]).Distinct())
            {
                if (!Leads(needs, step.Name, decision)) yield return $"step '{step.Name}' tells who decided at '{decision}', for which it does not wait: name '{decision}' in its after";
                else if (file.Steps.Find(other => other.Name == decision)!.When is { } when && when != step.When) yield return $"step '{step.Name}' tells who decided at '{decision}', which is left out where {when} is empty: give both the same when";
            }
        }
    }

    private static bool Leads(Dictionary<string, List<string>> needs, string from, string to) => needs[from].Exists(name => name == to || Leads(needs, name, to));

    private static PipelineStep Step(StepEntry entry, IReadOnlyList<string> needs) => new()
    {
        Name = entry.Name,
        Meaning = entry.Meaning,
        Run = entry.Run,
        Remind = entry.Approval is { } approval ? Time(approval.Remind) : null,
        Inputs = entry.Inputs,
        Outputs = entry.Outputs,
        Needs = needs,
        When = entry.When?.Trim('{', '}'),
        Changes = entry.Changes,
        Timeout = Time(entry.Timeout),
        Retries = entry.Retries,
        RetryAfter = Time(entry.RetryAfter),
        Cpu = entry.Cpu,
        Memory = entry.Memory,
    };

    private static TimeSpan Time(string text) => Durations.TryParse(text, out var time) ? time : throw new PipelineException($"'{text}' is no time; allowed is {Durations.Allowed}.");
}
