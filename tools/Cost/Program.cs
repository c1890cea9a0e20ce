using System.CommandLine;
using Pulumi.Engine.Commands;
using RoomTypes.Cost.Commands;

// The engine reads its own command line.
if (args is ["preview", ..]) return await CommandLine.RunAsync(args, PreviewEnd.Write);

return await new RootCommand("What stacks cost, and what they do with a day's requests.") { EstimateCommand.Make(), SimulateCommand.Make(), PricesCommand.Make() }.Parse(args).InvokeAsync();
