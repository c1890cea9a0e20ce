using System.Globalization;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Tariffs;

namespace RoomTypes.Cost.Reports;

/// <summary>Estimates side by side: a row a part, a column a backend. What table and Markdown have in common.</summary>
internal sealed class TextTable
{
    /// <summary>Makes it.</summary>
    /// <param name="estimates">A backend each, in the order of the columns.</param>
    public TextTable(IReadOnlyList<Estimate> estimates)
    {
        Heads = ["USD a month", .. estimates.Select(estimate => estimate.Situation.Plan.Backend)];
        var rows = Parts.All.Select(part => (part, estimates.Select(estimate => estimate.Of(part)).ToList())).Where(row => row.Item2.Any(usd => usd > 0)).Select(row => Row(row.part, row.Item2)).ToList();
        rows.Add(Row("in all", estimates.Select(estimate => estimate.Monthly)));
        rows.Add(Row("free tier, if the account has no other use for it", estimates.Select(estimate => -estimate.FreeTier)));
        if (estimates.Any(estimate => estimate.PerMillion is not null)) rows.Add(Row("a million requests", estimates.Select(estimate => estimate.PerMillion ?? 0)));
        Rows = rows;
    }

    /// <summary>The first line.</summary>
    public IReadOnlyList<string> Heads { get; }

    /// <summary>The others.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>What is asked and at which prices.</summary>
    public static string Title(Estimate estimate)
    {
        var (plan, work, prices) = (estimate.Situation.Plan, estimate.Situation.Work, estimate.Situation.Prices);
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Stack}: {(work.Mean > 0 ? $"{work.Mean:0.###} requests a second ({work.Requests:N0} a month, {work.Megabytes:0.###} MB each)" : "nothing asked")}, list prices of {prices.Region} ({prices.Dates}){(prices.Region == plan.Region ? "" : $"; the stack is in {plan.Region}, of which there are none here")}");
    }

    /// <summary>What an estimate says beside its numbers, after its backend's name.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<Estimate> estimates, Measured measured) =>
    [
        .. estimates.SelectMany(estimate => estimate.Notes.Select(note => $"{estimate.Situation.Plan.Backend}: {note}")),
        .. Unchecked([.. estimates.Where(estimate => estimate.Unchecked > 0)]),
        measured.Told(estimates[0].Situation.Host?.Processor),
        "Taxes, support and discounts are not in it, nor what docs/sizing.md names as left out.",
    ];

    private static IEnumerable<string> Unchecked(List<Estimate> estimates) => estimates.Count == 0 ? [] :
        [$"Of it, at prices that nobody has compared with AWS's since they were written down (prices/, \"unchecked\"): {string.Join(", ", estimates.Select(estimate => FormattableString.Invariant($"{estimate.Situation.Plan.Backend} {estimate.Unchecked:N2}")))} USD."];

    private static IReadOnlyList<string> Row(string name, IEnumerable<double> usd) => [name, .. usd.Select(value => value.ToString("N2", CultureInfo.InvariantCulture))];
}
