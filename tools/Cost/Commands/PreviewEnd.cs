using Pulumi.Engine.Commands;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Commands;

/// <summary>What a preview ends with: the month's cost, and how far it is from what is there.</summary>
internal static class PreviewEnd
{
    private const double UsualRps = 1;

    /// <summary>Writes it; a preview does not fail over a price.</summary>
    public static void Write(Previewed preview)
    {
        try
        {
            var text = Text(preview, new Measured(Measurement.Read(Path.Combine(Inputs.PriceFolder, "measured", "curves.json"))));
            Console.WriteLine(preview.Markdown ? $"**Cost**: {text}\n" : $"\n{text}");
        }
        catch (Exception exception) when (exception is CostException or PriceException)
        {
            Console.Error.WriteLine($"The month's cost cannot be told: {exception.Message}");
        }
    }

    /// <summary>What it says.</summary>
    public static string Text(Previewed preview, Measured measured)
    {
        var after = Plan.Of(preview.Stack, preview.Config, preview.After);
        var (idle, asked) = (Usd(after, Workload.None, measured), Usd(after, Workload.Steady(UsualRps, Workload.UsualMegabytes), measured));
        var text = FormattableString.Invariant($"{idle:N2} USD a month while nothing is asked, {asked:N2} at {UsualRps:0} request a second");
        if (preview.Before is { } state)
        {
            var before = Plan.Of(preview.Stack, preview.Config, state);
            text += FormattableString.Invariant($" ({idle - Usd(before, Workload.None, measured):+0.00;-0.00;+0.00} and {asked - Usd(before, Workload.Steady(UsualRps, Workload.UsualMegabytes), measured):+0.00;-0.00;+0.00} from before)");
        }

        var prices = Inputs.Prices(null, after.Region);
        return $"{text}, at list prices of {prices.Region} ({prices.Dates}); ./run cost {preview.Stack} tells by part.";
    }

    private static double Usd(Plan plan, Workload work, Measured measured) => Inputs.Estimate(plan, work, null, measured).Monthly;
}
