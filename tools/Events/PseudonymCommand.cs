using System.CommandLine;
using RoomTypes.Events;
using RoomTypes.Events.Lake;

namespace RoomTypes.EventsTool;

/// <summary>./run events pseudonym: what the lake calls entities, for tables that are joined with it.</summary>
internal static class PseudonymCommand
{
    public static Command Make()
    {
        var entities = new Argument<string[]>("ENTITY") { Description = "Names; without any, those of the standard input, one a line", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("pseudonym", "Writes the names that the lake has for entities, one a line, by the key of RoomType__Events__PseudonymKey.") { entities };
        command.SetAction((arguments, _) => Failures.GuardAsync(async options =>
        {
            var pseudonyms = LakeSetup.PseudonymsOf(options.Events) ?? throw new EventStoreException("RoomType:Events:PseudonymKey is not set: the lake has entities by their own names.");
            var named = arguments.GetValue(entities) ?? [];
            foreach (var entity in named) Console.WriteLine(pseudonyms.Of(entity));
            while (named.Length == 0 && await Console.In.ReadLineAsync() is { } line) Console.WriteLine(pseudonyms.Of(line));
        }));
        return command;
    }
}
