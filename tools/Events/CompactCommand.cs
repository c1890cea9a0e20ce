using System.CommandLine;
using RoomTypes.Events;
using RoomTypes.Lakes;

namespace RoomTypes.EventsTool;

/// <summary>./run events compact: few large objects in the place of many small ones.</summary>
internal static class CompactCommand
{
    public static Command Make()
    {
        var settle = new Option<double>("--settle") { Description = "Hours that an hour is left alone after it ended, 0 to 8760", DefaultValueFactory = _ => 2 };
        var command = new Command("compact", "Makes one object of each table's hour, in the order of time and each event once. It may be ended and begun at any time.") { settle };
        command.SetAction((arguments, cancellation) => Failures.GuardAsync(async options =>
        {
            var hours = arguments.GetValue(settle);
            if (!(hours is >= 0 and <= 8_760)) throw new EventStoreException($"--settle is {hours}; allowed is 0 to 8760 hours.");
            var change = await new Compaction(ServiceStore.OpenLake(options)).RunAsync(DateTimeOffset.UtcNow.AddHours(-hours), cancellation);
            Console.WriteLine($"{change.Before} objects became {change.After}; {change.Rows} repetitions were left out.");
        }));
        return command;
    }
}
