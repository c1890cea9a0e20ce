using System.CommandLine;
using System.Globalization;
using Rendering;
using RoomTypes.Cost.PriceFiles;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Commands;

/// <summary><c>./run cost prices REGION</c>: renews prices/REGION.json from AWS's price list.</summary>
internal static class PricesCommand
{
    /// <summary>The command.</summary>
    public static Command Make()
    {
        var (region, offers, write, folder) = (
            new Argument<string>("REGION") { Description = "An AWS region, such as eu-central-1" },
            new Option<string>("--offers") { Description = "Where AWS's price list is: its address, or a folder that has CODE.json for each offer code", DefaultValueFactory = _ => OfferFile.Published },
            new Option<bool>("--write") { Description = "Write prices/REGION.json; else only tell what differs" },
            new Option<string>("--prices") { Description = "The folder of price files", DefaultValueFactory = _ => "prices" });
        var command = new Command("prices", "Renews the list prices of a region from AWS's price list, which anybody may download.") { region, offers, write, folder };
        command.SetAction((arguments, cancellation) => Failures.TellAsync(async () =>
        {
            var (name, to) = (arguments.GetRequiredValue(region), arguments.GetRequiredValue(folder));
            var known = PriceList.Regions(to).Contains(name);
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(30) };
            var renewed = await new Renewal(new OfferSource(client, arguments.GetRequiredValue(offers))).RenewAsync(PriceList.Of(known ? name : "us-east-1", to), name, cancellation);
            Tell(renewed);
            if (arguments.GetValue(write)) await File.WriteAllTextAsync(Path.Combine(to, $"{name}.json"), renewed.List.ToJson() + "\n", cancellation);
            return 0;
        }));
        return command;
    }

    private static void Tell(Renewed renewed)
    {
        var console = Consoles.Output();
        foreach (var (key, before, after) in renewed.Changes) console.WritePlainLine($"{key}: {Usd(before)} -> {Usd(after)} USD");
        foreach (var (key, why) in renewed.Left) console.WritePlainLine($"{key}: {why}");
        console.WritePlainLine($"{renewed.Changes.Count} changed, {renewed.Same} the same, {renewed.Left.Count} to be looked up by hand.");
    }

    private static string Usd(double usd) => usd.ToString("0.############", CultureInfo.InvariantCulture);
}
