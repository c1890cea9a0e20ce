using System.CommandLine;
using RoomTypes.EventsTool;

var command = new RootCommand("Looks after the events of a lake, and asks for key figures of any event store. The store is the service's: RoomType__Events__Store and so on (docs/events.md).");
command.Subcommands.Add(CompactCommand.Make());
command.Subcommands.Add(EraseCommand.Make());
command.Subcommands.Add(PseudonymCommand.Make());
command.Subcommands.Add(QueryCommand.Make());
command.Subcommands.Add(DashboardsCommand.Make());
return await command.Parse(args).InvokeAsync();
