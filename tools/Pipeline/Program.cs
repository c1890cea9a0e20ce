using RoomTypes.PipelineTool;
using RoomTypes.PipelineTool.Tasks;

if (args is [var first, ..] && StepProgram.Knows(first)) return await StepProgram.RunAsync(first, args[1..]);
var command = RunCommand.Make();
command.Subcommands.Add(ApproveCommand.Make());
// Longer than a step has to end in.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
