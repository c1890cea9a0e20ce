using System.CommandLine;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;

namespace RoomTypes.EventsTool;

/// <summary>./run events erase: an entity as if it had never been.</summary>
internal static class EraseCommand
{
    public static Command Make()
    {
        var entity = new Argument<string>("ENTITY") { Description = "Its own name, also where the lake has pseudonyms" };
        var command = new Command("erase", "Takes an entity's events out of the lake, and what was said of its predictions. Stop its robots, or what they send meanwhile stays. It may be ended and begun again.") { entity };
        command.SetAction((arguments, cancellation) => Failures.GuardAsync(async options =>
        {
            var files = ServiceStore.OpenLake(options);
            var name = arguments.GetRequiredValue(entity);
            var change = await new Erasure(files).RunAsync(LakeSetup.PseudonymsOf(options.Events)?.Of(name) ?? name, cancellation);
            Console.WriteLine($"{change.Rows} events are erased: {change.Before} objects became {change.After}.");
            if (files.ExpiresByItself) Console.WriteLine("Where the bucket keeps versions, they go by the rules of its lifecycle.");
        }));
        return command;
    }
}
