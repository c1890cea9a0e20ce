using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Conventions;

namespace Stacks.Observability;

/// <summary>What callers are promised over 30 days, and alarms on how fast what may fail of it is used up.</summary>
/// <param name="Name">Logical name.</param>
/// <param name="Advice">What it means when it is in danger, and what to look at first.</param>
/// <param name="Bad">The requests that break the promise, counted.</param>
/// <param name="All">All of them, counted.</param>
/// <param name="Percent">Share of all that is meant to be good.</param>
internal sealed record Objective(string Name, string Advice, Metric Bad, Metric All, double Percent)
{
    // An hour at 14.4 times the rate that would just use up what may fail in 30 days takes 2 % of it, six hours at 6 times take 5 %. The short
    // window ends the alarm soon after the fault has ended: https://sre.google/workbook/alerting-on-slos/, table 5-8. The workbook's third pair
    // looks at three days; an evaluation of CloudWatch's may span that, but such an alarm is no news to be woken for.
    private static readonly (string Pace, double Rate, int LongSeconds, int ShortSeconds)[] Windows = [("fast", 14.4, 3_600, 300), ("slow", 6, 21_600, 1_800)];

    /// <summary>A composite alarm a pace, of a long and a short window: metrics of one alarm have one period.</summary>
    public IEnumerable<CompositeAlarm> Create(AlarmTopic topic, Resource parent)
    {
        foreach (var (pace, rate, longSeconds, shortSeconds) in Windows)
        {
            var name = $"{Name}-{pace}";
            var windows = new[] { Window(name, "long", rate, longSeconds, AlarmSpec.EnoughRequests), Window(name, "short", rate, shortSeconds, 0) };
            var parts = windows.Select(window => Alarms.Create(window, topic, new CustomResourceOptions { Parent = parent })).ToList();
            yield return new CompositeAlarm(
                name,
                new CompositeAlarmArgs
                {
                    AlarmName = $"{StackName.Full}-{name}",
                    AlarmDescription = $"{Advice} {AlarmSpec.Runbook(name)}",
                    AlarmRule = Output.All(parts.Select(part => part.Name)).Apply(names => string.Join(" AND ", names.Select(alarm => $"ALARM(\"{alarm}\")"))),
                    AlarmActions = { topic.Arn },
                    OkActions = { topic.Arn },
                },
                new CustomResourceOptions { Parent = parent });
        }
    }

    private AlarmSpec Window(string whole, string window, double rate, int seconds, int least) => new($"{whole}-{window}", Advice, Bad, Math.Round(rate * (100 - Percent), 3))
    {
        Of = All,
        Least = least,
        PeriodSeconds = seconds,
        Periods = 1,
        Faults = 1,
        PartOf = whole,
    };
}
