using System.Text.RegularExpressions;

namespace Pipelines;

/// <summary>What a file may say, but for what its steps wait for.</summary>
internal static partial class PipelineRules
{
    private const string NameForm = "a lower-case letter, then up to 31 letters or digits";

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
    private static readonly Dictionary<int, (int Least, int Most)> Sizes = new()
    {
        [256] = (512, 2_048),
        [512] = (1_024, 4_096),
        [1_024] = (2_048, 8_192),
        [2_048] = (4_096, 16_384),
        [4_096] = (8_192, 30_720),
    };

    public static IEnumerable<string> FaultsOf(PipelineFile file)
    {
        if (!Name().IsMatch(file.Name)) yield return $"name is '{file.Name}'; allowed is {NameForm}";
        foreach (var name in file.Parameters.Keys.Where(name => !Name().IsMatch(name) || name == Template.Run)) yield return $"parameters has '{name}'; allowed is {NameForm}, and not run, which stands for the run's name";
        if (file.Steps.Count == 0) yield return "steps is empty; at least one is needed";
        foreach (var name in file.Steps.GroupBy(step => step.Name).Where(steps => steps.Count() > 1).Select(steps => steps.Key)) yield return $"the step '{name}' is there twice: give one of them another name";
        foreach (var fault in file.Steps.SelectMany(step => FaultsOf(file, step))) yield return fault;
        foreach (var output in file.Steps.SelectMany(step => step.Outputs.Select(output => (output, step.Name))).GroupBy(made => made.output).Where(made => made.Count() > 1))
            yield return $"'{output.Key}' is an output of {string.Join(" and ", output.Select(made => made.Name))}: one step makes it, the others name it in inputs";
    }

    private static IEnumerable<string> FaultsOf(PipelineFile file, StepEntry step)
    {
        var name = $"step '{step.Name}'";
        if (!Name().IsMatch(step.Name)) yield return $"a step's name is '{step.Name}'; allowed is {NameForm}";
        if (step.Approval is null == (step.Run.Count == 0)) yield return $"{name} has {(step.Approval is null ? "neither run nor approval" : "run and approval")}: it needs one of them";
        if (step.Run.Count > 0 && !StepCommands.All.Contains(step.Run[0])) yield return $"{name} runs '{step.Run[0]}'; allowed are {string.Join(", ", StepCommands.All)}";
        foreach (var fault in TimesOf(step).Select(fault => $"{name}: {fault}")) yield return fault;
        if (step.Retries is < 0 or > 5) yield return $"{name}: retries is {step.Retries}; allowed is 0 to 5";
        if (!Sizes.TryGetValue(step.Cpu, out var memory)) yield return $"{name}: cpu is {step.Cpu}; allowed are {string.Join(", ", Sizes.Keys)}";
        else if (step.Memory < memory.Least || step.Memory > memory.Most || (step.Memory % 1_024 != 0 && step.Memory != 512)) yield return $"{name}: memory is {step.Memory}; with a cpu of {step.Cpu} {memory.Least} to {memory.Most} in steps of 1024 are allowed";
        if (step.When is { } when && !(Template.Names(when).ToList() is [var only] && when == $"{{{only}}}" && file.Parameters.ContainsKey(only))) yield return $"{name}: when is '{when}'; allowed is one parameter in braces: {Braced(file.Parameters.Keys)}";
        foreach (var fault in NamesOf(file, step).Select(fault => $"{name}: {fault}")) yield return fault;
        foreach (var input in step.Inputs.Where(input => Template.Names(input).Contains(Template.Run) && !file.Steps.Exists(other => other.Outputs.Contains(input))))
            yield return $"{name} reads '{input}', which no step makes: name it in the outputs of one; made are {string.Join(", ", file.Steps.SelectMany(other => other.Outputs).DefaultIfEmpty("none"))}";
    }

    private static IEnumerable<string> TimesOf(StepEntry step)
    {
        var isTime = Durations.TryParse(step.Timeout, out var timeout);
        if (!isTime) yield return $"timeout is '{step.Timeout}'; allowed is {Durations.Allowed}";
        if (!Durations.TryParse(step.RetryAfter, out _)) yield return $"retryAfter is '{step.RetryAfter}'; allowed is {Durations.Allowed}";
        if (step.Approval is not { } approval) yield break;
        if (!Durations.TryParse(approval.Remind, out var remind)) yield return $"approval.remind is '{approval.Remind}'; allowed is {Durations.Allowed}";
        else if (isTime && remind >= timeout) yield return $"approval.remind is {approval.Remind} but timeout is {step.Timeout}: who is to decide has to be reminded before it is over";
    }

    private static IEnumerable<string> NamesOf(PipelineFile file, StepEntry step)
    {
        var decisions = file.Steps.Where(other => other.Approval is not null).SelectMany(other => new[] { $"{other.Name}.{Template.By}", $"{other.Name}.{Template.Reason}" });
        var known = file.Parameters.Keys.Append(Template.Run).Concat(decisions).ToList();
        foreach (var name in step.Run.Concat(step.Inputs).Concat(step.Outputs).Concat(step.Changes).SelectMany(Template.Names).Distinct().Where(name => !known.Contains(name)))
            yield return $"{{{name}}} is not known; allowed are {Braced(known)}";
    }

    private static string Braced(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{{{name}}}").DefaultIfEmpty("none, as there are no parameters"));

    [GeneratedRegex("^[a-z][a-zA-Z0-9]{0,31}$")]
    private static partial Regex Name();
}
