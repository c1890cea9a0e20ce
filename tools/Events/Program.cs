using System.CommandLine;
using RoomTypes.EventsTool;

var command = new RootCommand("Looks after the events of a lake, and asks about them. The lake is the service's: RoomType__Events__Store=lake, RoomType__Events__Lake and so on (docs/events.md).");
command.Subcommands.Add(CompactCommand.Make());
command.Subcommands.Add(EraseCommand.Make());
command.Subcommands.Add(PseudonymCommand.Make());
return await command.Parse(args).InvokeAsync();
